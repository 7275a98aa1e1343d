import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Caller } from './answering';

/** The caller at the other end of a connection. */
export class HttpCaller implements Caller {
  private controller: AbortController | undefined;

  constructor(private readonly res: ServerResponse) {}

  get signal(): AbortSignal {
    if (!this.controller) {
      const controller = this.controller = new AbortController();
      // Every part of a long body listens, as many at once as there are workers.
      setMaxListeners(0, controller.signal);
      const { res } = this;
      if (res.destroyed) controller.abort();
      else res.once('close', () => { if (!res.writableFinished) controller.abort(); });
    }
    return this.controller.signal;
  }
}
