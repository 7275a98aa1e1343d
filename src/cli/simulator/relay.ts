import { connect, createServer, type Socket } from 'node:net';
import { CliError } from '../cli-error';

export interface Relay {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on the loopback interface and hands every connection on, byte for byte: a stable address that only this machine
 * reaches, whatever the engine.
 */
export async function startRelay(port: number, target: URL): Promise<Relay> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => sockets.add(socket).size && socket.once('close', () => sockets.delete(socket));
  const server = createServer((incoming) => {
    const outgoing = connect({ host: target.hostname, port: Number(target.port) });
    for (const [from, to] of [[incoming, outgoing], [outgoing, incoming]] as const) {
      track(from);
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      sockets.forEach((socket) => socket.destroy());
    }),
  };
}

/** A relay on the wanted port; on a free one when the default is taken and nobody asked for it. */
export async function startRelayOn(wanted: number | undefined, fallback: number, target: URL): Promise<Relay> {
  try {
    return await startRelay(wanted ?? fallback, target);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (wanted === undefined) return startRelay(0, target);
    throw new CliError('SMA_CLI_PORT', {
      what: `--port ${wanted} cannot be listened on (${code}).`,
      why: 'another program uses the port, or it needs more rights',
      fix: 'leave --port out to get a free one, or name another',
      cause,
    });
  }
}
