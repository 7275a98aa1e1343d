import type { Log } from '../shared/log';

export interface ProgressOptions {
  /** How much there is to do, what was done before this start included. @default - unknown, so no time to go is told */
  readonly total?: number;
  /** What is counted, as a plural. @default steps */
  readonly unit?: string;
  /** How much was done before this start, as a checkpoint knows it. @default 0 */
  readonly done?: number;
  /** Least time between two lines. Unit: s. @default 30 */
  readonly everySeconds?: number;
}

/**
 * Tells how far the training is, with rate and time to go: whole lines and few of them, because they end up in CloudWatch, where a
 * bar that redraws itself is noise that costs money.
 */
export interface Progress {
  /** Counts what was done; cheap enough for every step. @param count @default 1 */
  add(count?: number): void;
  /** Writes the last line: all that was done since the start, and in which time. */
  finish(): void;
}

/** `3 h 20 min`, `3 min 20 s`, `12 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const short = (value: number): string => value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));

/** In the unit of time in which it is a number to read. */
function rateText(perSecond: number, unit: string): string {
  if (perSecond >= 1) return `${short(perSecond)} ${unit}/s`;
  return perSecond * 60 >= 1 ? `${short(perSecond * 60)} ${unit}/min` : `${short(perSecond * 3600)} ${unit}/h`;
}

/** @param now a clock. Unit: ms */
export function createProgress(options: ProgressOptions, log: Log, now: () => number = () => performance.now()): Progress {
  const { total, unit = 'steps', done: before = 0, everySeconds = 30 } = options;
  const startedAt = now();
  let done = before;
  let told = { at: startedAt, done: before };

  /** The rate is that since the last line: the first steps are often slower than the others. */
  function tell(at: number): void {
    const rate = (done - told.done) / ((at - told.at) / 1000);
    const share = total === undefined ? '' : ` of ${total}`;
    const percent = total === undefined || total <= 0 ? '' : ` (${Math.floor(100 * Math.min(1, done / total))} %)`;
    const toGo = total === undefined || total <= done || rate <= 0 ? '' : `, about ${duration((total - done) / rate)} to go`;
    log.info(`${done}${share} ${unit}${percent}, ${rateText(rate, unit)}${toGo}`);
    told = { at, done };
  }

  return {
    add(count = 1) {
      done += count;
      const at = now();
      if (at - told.at >= everySeconds * 1000 && at > told.at) tell(at);
    },
    finish() {
      const seconds = (now() - startedAt) / 1000;
      const rate = seconds > 0 ? `, ${rateText((done - before) / seconds, unit)}` : '';
      log.info(`${done - before} ${unit} in ${duration(seconds)}${rate}`);
    },
  };
}
