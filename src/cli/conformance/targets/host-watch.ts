import type { LogLine, PipeEvent, Progress, TrialSignal } from './trial';
import type { OutputLine } from '../../exec';
import { pause } from '../../interruption';

/** Unit: ms. */
const SILENCE_MAX_MS = 3_000;

/** Whoever gets the trial's signal; known as soon as the first host has been started. */
export interface Recipient {
  take?: (signal: TrialSignal) => void;
}

/** What of the trial's signal concerns the host at this place. */
export const signalAt = (signal: TrialSignal | undefined, place: number): TrialSignal | undefined =>
  (place === (signal?.watched ?? 0) ? signal : undefined);

/** Collects what is seen of a running host, and acts once when the trial's moment has come. */
export class HostWatch implements Progress {
  readonly lines: LogLine[] = [];
  readonly pipes: PipeEvent[] = [];
  private readonly startedAt = performance.now();
  private acted = false;
  private sawLine?: () => void;
  private readonly firstLine = new Promise<void>((resolve) => (this.sawLine = resolve));
  private readonly ending = new AbortController();
  /** Aborts when the host has ended. */
  readonly ended: AbortSignal = this.ending.signal;

  constructor(private readonly signal: TrialSignal | undefined, private readonly act: (signal: TrialSignal) => void) {}

  /** Since the start. Unit: ms. */
  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** Resolves with the first line, with the end, or after a while: a program may be silent until it has found its peers. */
  atWork(): Promise<void> {
    return Promise.race([this.firstLine, pause(SILENCE_MAX_MS, this.ended).catch(() => undefined)]);
  }

  readonly onLine = (line: OutputLine): void => {
    this.lines.push({ ...line, atMs: this.elapsedMs });
    this.sawLine?.();
    this.look();
  };

  readonly onPipe = (event: Omit<PipeEvent, 'atMs'>): void => {
    this.pipes.push({ ...event, atMs: this.elapsedMs });
    this.look();
  };

  end(): void {
    this.acted = true;
    this.sawLine?.();
    this.ending.abort();
  }

  /** Also called at the start: a moment may be "at once". */
  look(): void {
    if (this.acted || !this.signal?.when(this)) return;
    this.acted = true;
    this.act(this.signal);
  }
}
