import { MAX_RUNTIME_SECONDS } from '../../contract/job-outcome';

/** Longest time that a timer of Node takes. Unit: ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** `MaxRuntimeInSeconds` of a job: the times that its programs run count together, over all starts. */
export class RuntimeLimit {
  private readonly ending = new AbortController();
  /** Aborts when the time is up. */
  readonly signal: AbortSignal = this.ending.signal;
  private usedMs = 0;
  private since: number | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(readonly seconds: number = MAX_RUNTIME_SECONDS.byDefault) {}

  /** The programs run. */
  start(): void {
    this.since = performance.now();
    this.timer = setTimeout(() => this.ending.abort(new Error(`${this.seconds} s are up`)), Math.min(this.seconds * 1_000 - this.usedMs, LONGEST_TIMER_MS));
  }

  /** They do not run any more. May be called twice. */
  pause(): void {
    clearTimeout(this.timer);
    if (this.since !== undefined) this.usedMs += performance.now() - this.since;
    this.since = undefined;
  }
}
