import type { IncomingMessage } from 'node:http';
import { RuntimeError } from '../shared/runtime-error';

/** The caller has gone away; there is nobody to answer. */
export class CallerGoneError extends Error {
  constructor(message = 'the caller closed the connection before the body was complete') {
    super(message);
    this.name = 'CallerGoneError';
  }
}

const joined = (chunks: readonly Buffer[], size: number): Buffer => chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size);

/**
 * Reads the body of a request, with or without Content-Length.
 * @param maxBytes reading ends as soon as it is known that there are more
 * @throws RuntimeError SMA_RUN_BODY_TOO_LARGE (413); CallerGoneError
 */
export function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => reject(new RuntimeError('SMA_RUN_BODY_TOO_LARGE', String(maxBytes)));
    if (Number(req.headers['content-length'] ?? 0) > maxBytes) return tooLarge();
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      req.off('data', take).pause();
      chunks.length = 0;
      tooLarge();
    };
    req.on('data', take);
    // `on` costs less than `once`, which small requests feel; both events come once. To Node an aborted request is an error only
    // where somebody listens to it.
    req.on('end', () => resolve(joined(chunks, size)));
    req.on('close', () => { if (!req.complete) reject(new CallerGoneError()); });
  });
}
