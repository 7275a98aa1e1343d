import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Connections without a request are looked for this often while draining. Unit: ms */
const UNUSED_CHECK_MS = 100;

/** Ends a server without losing a request that is being answered. */
export class Shutdown {
  private readonly inFlight = new Set<ServerResponse>();
  private readonly sockets = new Set<Socket>();
  private stopping = false;

  /** Has to be constructed before the server gets its first connection. */
  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    server.prependListener('request', (_req, res: ServerResponse) => {
      if (this.stopping) res.setHeader('Connection', 'close');
      this.inFlight.add(res);
      res.once('close', () => this.inFlight.delete(res));
    });
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /**
   * Takes no new connections, finishes what is being answered, and closes the rest.
   * @param withinMs longest wait for answers. Unit: ms
   * @returns how many requests were left unanswered
   */
  async drain(withinMs: number): Promise<number> {
    this.stopping = true;
    for (const res of this.inFlight) {
      if (!res.headersSent) res.setHeader('Connection', 'close');
    }
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    // After the event loop has read what has arrived: a request that is already here is answered, however late the timer is.
    const unusedCheck = setInterval(() => setImmediate(() => this.closeUnused()), UNUSED_CHECK_MS);
    const timeUp = new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref());
    await Promise.race([closed, timeUp]);
    clearInterval(unusedCheck);
    const left = this.inFlight.size;
    this.server.closeAllConnections();
    return left;
  }

  /** To Node a connection counts as idle after its first request only, so that one without any would be waited for. */
  private closeUnused(): void {
    const used = new Set([...this.inFlight].map((res) => res.req.socket));
    for (const socket of this.sockets) {
      if (!used.has(socket)) socket.destroy();
    }
  }
}
