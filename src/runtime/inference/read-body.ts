import type { IncomingMessage } from 'node:http';
import { RuntimeError } from '../shared/runtime-error';
import { isA } from '../shared/unknown-error';

/** The caller has gone away; there is nobody to answer. */
export class CallerGoneError extends Error {
  constructor(message = 'the caller closed the connection before the body was complete') {
    super(message);
    this.name = 'CallerGoneError';
  }
}

const joined = (chunks: readonly Buffer[], size: number): Buffer => chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size);

const tooLarge = (maxBytes: number): RuntimeError => new RuntimeError('SMA_RUN_BODY_TOO_LARGE', String(maxBytes));

/** As far as the caller says it; NaN for a body in chunks. Unit: bytes */
export const contentLength = ({ headers }: IncomingMessage): number => Number(headers['content-length'] ?? NaN);

/**
 * Length of the body as the request declares it; 0 when it does not. Unit: bytes
 * @throws RuntimeError SMA_RUN_BODY_TOO_LARGE (413)
 */
export function declaredLength(req: IncomingMessage, maxBytes: number): number {
  const length = contentLength(req);
  if (length > maxBytes) throw tooLarge(maxBytes);
  return length || 0;
}

/**
 * The body of a request as it arrives, as fast as it is asked for.
 * @throws RuntimeError SMA_RUN_BODY_TOO_LARGE (413); CallerGoneError
 */
export async function* readChunks(req: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    // An answer may still have to be sent after the reading has been given up.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  } catch (error) {
    if (isA(error, RuntimeError)) throw error;
    throw new CallerGoneError();
  }
}

/**
 * Reads the body of a request, with or without Content-Length.
 * @param maxBytes reading ends as soon as it is known that there are more
 * @throws RuntimeError SMA_RUN_BODY_TOO_LARGE (413); CallerGoneError
 */
export function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
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
      reject(tooLarge(maxBytes));
    };
    req.on('data', take);
    // `on` costs less than `once`, which small requests feel; both events come once. To Node an aborted request is an error only
    // where somebody listens to it.
    req.on('end', () => resolve(joined(chunks, size)));
    req.on('close', () => { if (!req.complete) reject(new CallerGoneError()); });
  });
}
