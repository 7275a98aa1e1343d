import { connect } from 'node:net';

/** Time for an answer to a connection attempt. Unit: ms. */
const PROBE_TIMEOUT_MS = 2_000;

/** How long a connection took to be accepted; undefined where nobody accepts one. Unit: ms. */
export function connectMs(host: string, port: number, timeoutMs: number = PROBE_TIMEOUT_MS): Promise<number | undefined> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (connected: boolean) => {
      socket.destroy();
      resolve(connected ? performance.now() - startedAt : undefined);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
