import type { Log } from '../../shared/log';

/** When the log is told of a wait for the first time; then after twice as long, and so on. Unit: ms */
const FIRST_NOTE_MS = 10_000;

const LOOK_MS = 1_000;

/** Watches one stream: tells the log when it waits for long, and gives up when it waits for too long. */
export class StallWatch {
  private since = Infinity;
  private noteAtMs = FIRST_NOTE_MS;
  private readonly timer: NodeJS.Timeout;

  /** @param waitMaxMs longest wait. Unit: ms */
  constructor(
    private readonly waitMaxMs: number, private readonly what: string, private readonly log: Log, private readonly giveUp: () => void,
  ) {
    this.timer = setInterval(() => this.look(), Math.min(LOOK_MS, waitMaxMs / 4)).unref();
  }

  /** Somebody wants data from now on, and has nothing to do until they come. */
  waits(): void {
    this.since = performance.now();
  }

  /** Nobody wants more at the moment. */
  rests(): void {
    this.since = Infinity;
    this.noteAtMs = FIRST_NOTE_MS;
  }

  end(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const waitedMs = performance.now() - this.since;
    if (waitedMs >= this.waitMaxMs) return this.giveUp();
    if (waitedMs < this.noteAtMs) return;
    this.log.info(`${this.what} for ${Math.round(waitedMs / 1000)} s`);
    this.noteAtMs *= 2;
  }
}
