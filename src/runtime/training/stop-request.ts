import { StopHooks } from './stop-hooks';
import { chainOf, isA, propertyOf } from '../shared/unknown-error';

/** Whether SageMaker has asked the job to stop, and how long it may still take. */
export class StopRequest {
  private readonly controller = new AbortController();
  private endsAt = Infinity;
  readonly hooks = new StopHooks();
  /** Whether the algorithm has asked for the signal or the time left: if not, it cannot know of the request. */
  isHeard = false;

  /** @param withinMs time from the request until the runtime ends the process itself. Unit: ms */
  constructor(readonly withinMs: number) {}

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isMade(): boolean {
    return this.controller.signal.aborted;
  }

  /** @returns false when the job has been asked before */
  make(): boolean {
    if (this.isMade) return false;
    this.endsAt = performance.now() + this.withinMs;
    this.controller.abort();
    this.hooks.run();
    return true;
  }

  /** Unit: ms; Infinity while the job has not been asked. */
  timeLeftMs(): number {
    return Math.max(0, this.endsAt - performance.now());
  }

  /** Whether the error only says that something was given up because of this request. */
  explains(error: unknown): boolean {
    if (!this.isMade) return false;
    return chainOf(error).some((link) => link === this.signal.reason || (isA(link, Error) && propertyOf(link, 'name') === 'AbortError'));
  }
}
