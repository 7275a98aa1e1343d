import type { IncomingMessage, ServerResponse } from 'node:http';
import { MEDIA_TYPE } from '../../contract/media-types';
import { oneLine } from '../shared/one-line';
import { RuntimeError } from '../shared/runtime-error';

/** What is left of a refused body: small ones are read to the end, which keeps the connection. Unit: bytes */
const REST_MAX_BYTES = 64 * 1024;

/** How long a caller may go on sending a larger body before the connection is closed; many read the answer only then. Unit: ms */
const LINGER_MS = 1_000;

/** Unit: seconds */
const RETRY_AFTER_SECONDS = '1';

export const errorBody = (error: RuntimeError): string => JSON.stringify({ code: error.code, message: oneLine(error.message) });

const isBodyLong = (req: IncomingMessage): boolean =>
  !req.complete && (req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > REST_MAX_BYTES);

/** Answers at once, then reads and forgets for a moment: closing right away would reset the connection under the answer. */
function endAfterLinger(req: IncomingMessage, res: ServerResponse, body: string): void {
  const end = () => {
    clearTimeout(timer);
    res.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  req.once('end', end).once('close', end).resume();
  res.write(body);
}

/**
 * Answers with an error: status from its table, body `{"code": …, "message": …}`.
 * @param error one that has a status
 * @param allow methods for the Allow header of a 405
 */
export function refuse(req: IncomingMessage, res: ServerResponse, error: RuntimeError, allow?: string): void {
  if (res.headersSent || res.destroyed) return;
  const body = errorBody(error);
  res.statusCode = error.status ?? 500;
  res.setHeader('Content-Type', MEDIA_TYPE.json);
  res.setHeader('Content-Length', Buffer.byteLength(body));
  if (allow) res.setHeader('Allow', allow);
  if (error.status === 503) res.setHeader('Retry-After', RETRY_AFTER_SECONDS);
  if (!isBodyLong(req)) {
    res.end(body);
    return;
  }
  res.setHeader('Connection', 'close');
  endAfterLinger(req, res, body);
}
