import type { ServerResponse } from 'node:http';

/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** Sends an answer with its length; header and text leave in one packet. */
export function sendAnswer(res: ServerResponse, { status, contentType, body }: Answer): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  res.writeHead(status, { 'Content-Type': contentType, 'Content-Length': length });
  res.end(body);
}
