import type { Caller } from './answering';

/** A caller whose answer somebody else may stop waiting for, too. */
export class AbortableCaller implements Caller {
  private controller: AbortController | undefined;
  private reason: unknown;

  /** @param inner whose abort is handed on */
  constructor(private readonly inner?: Caller) {}

  get isAborted(): boolean {
    return this.reason !== undefined || this.inner?.signal.aborted === true;
  }

  get signal(): AbortSignal {
    if (!this.controller) {
      const controller = this.controller = new AbortController();
      const outer = this.inner?.signal;
      if (this.reason !== undefined) controller.abort(this.reason);
      else if (outer?.aborted) controller.abort(outer.reason);
      else outer?.addEventListener('abort', () => controller.abort(outer.reason), { once: true });
    }
    return this.controller.signal;
  }

  /** @param reason of the signal, now or when it is asked for */
  abort(reason: DOMException): void {
    this.reason ??= reason;
    this.controller?.abort(reason);
  }
}

/** Why an answer is not wanted any more: nobody waits for it, or its time is up. */
export type AbortKind = 'gone' | 'late';

/** The reason of a signal, by the names that the platform gives to such errors. */
export const abortReason = (kind: AbortKind): DOMException => (kind === 'late'
  ? new DOMException('the time for the answer is up', 'TimeoutError')
  : new DOMException('the caller has gone', 'AbortError'));
