import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { MEDIA_TYPE } from '../../contract/media-types';
import { oneLine } from '../shared/one-line';
import { RuntimeError } from '../shared/runtime-error';

/** What is left of a refused body: small ones are read to the end, which keeps the connection. Unit: bytes */
const REST_MAX_BYTES = 64 * 1024;

/** How long a caller may go on sending a larger body before the connection is closed; many read the answer only then. Unit: ms */
const LINGER_MS = 1_000;

/** Unit: seconds */
const RETRY_AFTER_SECONDS = '1';

const errorBody = (error: RuntimeError): string => JSON.stringify({ code: error.code, message: oneLine(error.message) });

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

/** Answers what is no request, on the bare connection, and closes that a moment later for the same reason as above. */
export function refuseConnection(socket: Duplex, error: RuntimeError): void {
  // What goes on arriving is reported again and again.
  if (!socket.writable) return;
  const body = errorBody(error);
  const { status = 400 } = error;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'Connection: close', `Content-Type: ${MEDIA_TYPE.json}`, `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
