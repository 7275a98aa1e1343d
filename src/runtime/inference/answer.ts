import type { ServerResponse } from 'node:http';

/** What is sent back. Plain data: it may come from another thread. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** Further headers, by name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Sends an answer with its length; header and text leave in one packet. */
export function sendAnswer(res: ServerResponse, { status, contentType, headers, body }: Answer): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  res.writeHead(status, { ...headers, 'Content-Type': contentType, 'Content-Length': length });
  res.end(body);
}
