import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Connections without a request are looked for this often while draining. Unit: ms */
const UNUSED_CHECK_MS = 100;

/** Not yet sent to its end. */
const isInFlight = (res: ServerResponse | undefined): res is ServerResponse => res !== undefined && !res.writableFinished && !res.destroyed;

/** Ends a server without losing a request that is being answered. */
export class Shutdown {
  /**
   * Open connections, each with the newest of its responses, which is the last one to be sent. Nothing more is kept or listened
   * to: small requests would feel it.
   */
  private readonly newest = new Map<Socket, ServerResponse | undefined>();
  private stopping = false;

  /** Has to be constructed before the server gets its first connection. */
  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.newest.set(socket, undefined);
      socket.once('close', () => this.newest.delete(socket));
    });
  }

  /** Takes note of a request; to be called before anything else is done with it. */
  began(req: IncomingMessage, res: ServerResponse): void {
    if (this.stopping) res.setHeader('Connection', 'close');
    this.newest.set(req.socket, res);
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /**
   * Takes no new connections, finishes what is being answered, and closes the rest.
   * @param withinMs longest wait for answers. Unit: ms
   * @returns how many connections were left with an answer that is not sent
   */
  async drain(withinMs: number): Promise<number> {
    this.stopping = true;
    for (const res of this.newest.values()) {
      if (isInFlight(res) && !res.headersSent) res.setHeader('Connection', 'close');
    }
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    // After the event loop has read what has arrived: a request that is already here is answered, however late the timer is.
    const unusedCheck = setInterval(() => setImmediate(() => this.closeUnused()), UNUSED_CHECK_MS);
    const timeUp = new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref());
    await Promise.race([closed, timeUp]);
    clearInterval(unusedCheck);
    const left = [...this.newest.values()].filter(isInFlight).length;
    this.server.closeAllConnections();
    return left;
  }

  /** To Node a connection counts as idle after its first request only, so that one without any would be waited for. */
  private closeUnused(): void {
    for (const [socket, res] of this.newest) {
      if (!isInFlight(res)) socket.destroy();
    }
  }
}
