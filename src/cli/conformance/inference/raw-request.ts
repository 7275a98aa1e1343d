/** Bytes that no HTTP client sends. */
import { connect } from 'node:net';
import { ROUTES } from '../../../contract/container-http';
import type { Payload } from '../../simulator/payloads';
import type { TrialServer } from '../targets/serving-trial';

const HEADS = {
  /** No request at all. */
  'no HTTP': () => Buffer.from('\x16\x03\x01\x02\x00 CONFORMANCE\r\n\r\n', 'latin1'),
  /** Fewer bytes than its Content-Length says, and then the caller is gone. */
  'broken off': ({ contentType, body }: Pick<Payload, 'contentType' | 'body'>) => Buffer.concat([
    Buffer.from(`POST ${ROUTES.invocations} HTTP/1.1\r\nHost: conformance\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.byteLength + 10}\r\n\r\n`),
    body,
  ]),
} as const;

/** Sends it, ends its side of the connection, and waits until the server has closed the other or the time is up. Unit: ms. */
export function sendBroken({ host, port }: TrialServer, what: keyof typeof HEADS, sample: Pick<Payload, 'contentType' | 'body'>, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.setTimeout(waitMs, () => socket.destroy());
    // A reset is an answer, too.
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
    socket.once('connect', () => socket.end(HEADS[what](sample)));
    socket.resume();
  });
}
