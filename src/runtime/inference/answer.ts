import type { ServerResponse } from 'node:http';
import { streamAnswer } from './stream-answer';

/** What is sent back. Plain data, but for a body that comes in pieces: it may come from another thread. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** Further headers, by name. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Pieces are sent as they come, each at once. They are asked for one after the other and as fast as the caller reads; whoever
   * gives them is told by `return()` when the caller has gone.
   */
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** Whether answers with a status have neither body nor length. @see https://www.rfc-editor.org/rfc/rfc9110#name-content-length */
export const isBodiless = (status: number): boolean => status === 204 || status === 304;

/**
 * Sends an answer: a whole body with its length, header and text in one packet; pieces in chunks.
 * @throws whatever the pieces throw; before the first one nothing has been sent
 */
export function sendAnswer(res: ServerResponse, { status, contentType, headers, body }: Answer): Promise<void> | undefined {
  if (isBodiless(status)) {
    res.writeHead(status, headers).end();
    return undefined;
  }
  if (typeof body === 'string' || body instanceof Uint8Array) {
    const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
    res.writeHead(status, { ...headers, 'Content-Type': contentType, 'Content-Length': length });
    // Text of ASCII alone is the same in both encodings, and Node need not look for the length of each character.
    if (length === body.length) res.end(body, 'latin1');
    else res.end(body);
    return undefined;
  }
  return streamAnswer(res, body, () => res.writeHead(status, { ...headers, 'Content-Type': contentType }));
}
