import type { Server, ServerResponse } from 'node:http';

/** Connections that stay open without a request are looked for this often while draining. Unit: ms */
const IDLE_CHECK_MS = 100;

/** Ends a server without losing a request that is being answered. */
export class Shutdown {
  private readonly inFlight = new Set<ServerResponse>();
  private stopping = false;

  /** Has to be constructed before the server gets its first request. */
  constructor(private readonly server: Server) {
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
    // Connections that were busy at the time of close() become idle later, and nothing else looks for them.
    const idleCheck = setInterval(() => this.server.closeIdleConnections(), IDLE_CHECK_MS);
    const timeUp = new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref());
    await Promise.race([closed, timeUp]);
    clearInterval(idleCheck);
    const left = this.inFlight.size;
    this.server.closeAllConnections();
    return left;
  }
}
