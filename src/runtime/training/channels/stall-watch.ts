import type { Log } from '../../shared/log';

/** When the log is told of a wait for the first time; then after twice as long, and so on. Unit: ms */
const FIRST_NOTE_MS = 10_000;

const LOOK_MS = 1_000;

/**
 * Watches one stream: tells the log when it waits for long, and gives up when it waits for too long. Time in which the handler
 * holds the event loop is no wait: what comes then cannot be seen.
 */
export class StallWatch {
  private since = Infinity;
  private lookedAt = performance.now();
  /** How long the event loop has been held since then, as far as the looks tell it. */
  private heldMs = 0;
  private noteAtMs = FIRST_NOTE_MS;
  private readonly lookMs: number;
  private readonly timer: NodeJS.Timeout;

  /** @param waitMaxMs longest wait. Unit: ms */
  constructor(
    private readonly waitMaxMs: number, private readonly what: string, private readonly log: Log, private readonly giveUp: () => void,
  ) {
    this.lookMs = Math.min(LOOK_MS, waitMaxMs / 4);
    this.timer = setInterval(() => this.look(), this.lookMs).unref();
  }

  /** Somebody wants data from now on, and has nothing to do until they come. */
  waits(): void {
    this.since = performance.now();
    this.heldMs = 0;
  }

  /** Nobody wants more at the moment. */
  rests(): void {
    this.since = Infinity;
    this.noteAtMs = FIRST_NOTE_MS;
  }

  end(): void {
    clearInterval(this.timer);
    this.since = Infinity;
  }

  private get waitedMs(): number {
    return performance.now() - this.since - this.heldMs;
  }

  private look(): void {
    const now = performance.now();
    this.heldMs += Math.max(now - Math.max(this.lookedAt, this.since) - this.lookMs, 0);
    this.lookedAt = now;
    // Timers come before what is there to be read: that is seen before it is missed.
    if (this.waitedMs >= this.waitMaxMs) return void setImmediate(() => this.waitedMs >= this.waitMaxMs && this.giveUp());
    if (this.waitedMs < this.noteAtMs) return;
    this.log.info(`${this.what} for ${Math.round(this.waitedMs / 1000)} s`);
    this.noteAtMs *= 2;
  }
}
