import type { HostSetting, HostsJob, HostSignal, LogLine, PipeEvent, Progress } from './hosts-job';
import type { OutputLine } from '../../exec';
import { onAbort, pause } from '../../interruption';

/** Unit: ms. */
const SILENCE_MAX_MS = 3_000;
/** Unit: ms. */
const ABOUT_TO_END_MS = 2_000;

/** How a running host is ended from outside. */
export interface Reins {
  /** To process 1 alone, as the service does; false where it does not run any more. */
  kill(name: 'SIGTERM' | 'SIGKILL'): Promise<boolean>;
  /** Name of a process 1 that cannot hear SIGTERM; undefined where it can, or nobody knows. */
  deaf?(): Promise<string | undefined>;
  /** To it and all that it started. */
  killAll(): void;
}

/** Collects what is seen of a running host, and ends it where the job wants that: by its signal, its stop, its limit, a lost peer. */
export class HostWatch implements Progress {
  readonly lines: LogLine[] = [];
  readonly pipes: PipeEvent[] = [];
  timedOut = false;
  deaf: string | undefined;
  abandoned = false;
  private readonly startedAt = performance.now();
  private acted = false;
  private signalled: Promise<number | undefined> = Promise.resolve(undefined);
  private sawLine?: () => void;
  private readonly firstLine = new Promise<void>((resolve) => (this.sawLine = resolve));
  private readonly released = new AbortController();
  private readonly ending = new AbortController();
  /** Aborts when the host has ended. */
  readonly ended: AbortSignal = this.ending.signal;
  private readonly job: HostsJob;
  private readonly timers: NodeJS.Timeout[] = [];
  private takeBacks: ReadonlyArray<() => void> = [];

  constructor(private readonly setting: HostSetting, private readonly reins: Reins) {
    this.job = setting.job;
  }

  /** To be called when the program has been started: only then can it be ended. */
  begin(): void {
    const { reins } = this;
    const { job, place, recipient, signal, lost } = this.setting;
    if (place === (job.signal?.to ?? 0)) recipient.take((wanted) => this.take(wanted));
    if (job.limitMs !== undefined) this.later(job.limitMs, () => this.killLate());
    this.takeBacks = [
      onAbort(signal, () => reins.killAll()),
      onAbort(lost, () => {
        this.abandoned = true;
        reins.killAll();
      }),
      ...(job.stop ? [onAbort(job.stop.signal, () => this.send('SIGTERM', job.stop!.graceMs))] : []),
    ];
    this.look();
  }

  /** Since the start. Unit: ms. */
  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** When a signal reached the program; ms since the start. */
  get signalledAtMs(): Promise<number | undefined> {
    return this.signalled;
  }

  /** Resolves with the first line, with the end, or after a while: a program may be silent until it has found its peers. */
  atWork(): Promise<void> {
    return Promise.race([this.firstLine, pause(SILENCE_MAX_MS, this.ended).catch(() => undefined)]);
  }

  readonly onLine = (line: OutputLine): void | Promise<void> => {
    const seen = { ...line, atMs: this.elapsedMs };
    this.lines.push(seen);
    if (this.lines.length > (this.job.keptLines ?? Infinity)) this.lines.shift();
    this.sawLine?.();
    this.look();
    return this.job.onLine?.(seen, this.setting.place);
  };

  readonly onPipe = (event: Omit<PipeEvent, 'atMs'>): void => {
    this.pipes.push({ ...event, atMs: this.elapsedMs });
    this.look();
  };

  /** To be called as soon as the program has ended: nobody is signalled any more. */
  release(): void {
    this.acted = true;
    this.released.abort();
    this.timers.forEach((timer) => clearTimeout(timer));
    this.takeBacks.forEach((takeBack) => takeBack());
  }

  /** To be called when its log has come to its end, too. */
  end(): void {
    this.release();
    this.sawLine?.();
    this.ending.abort();
  }

  /** Also at the start: a moment may be "at once". */
  private look(): void {
    const { signal } = this.job;
    if (this.acted || !signal || this.setting.place !== (signal.watched ?? 0) || !signal.when(this)) return;
    this.acted = true;
    this.setting.recipient.send(signal);
  }

  private take({ name, graceMs, endsDeaf }: HostSignal): void {
    if (name !== 'SIGTERM' || !endsDeaf || !this.reins.deaf) return this.send(name, graceMs);
    this.signalled = this.endDeaf(this.reins.deaf()).then((reached) => (reached ? this.elapsedMs : undefined));
    this.later(graceMs, () => this.killLate());
  }

  /** Sends SIGTERM; nobody waits long for the end of a program that cannot hear it. False where it came too late. */
  private async endDeaf(asked: Promise<string | undefined>): Promise<boolean> {
    // Looked at before: a handler may take itself away when it is called.
    const deaf = await asked;
    const reached = await this.reins.kill('SIGTERM');
    if (!reached || deaf === undefined) return reached;
    // Programs take their handlers away when they end: such a one was about to.
    if (await pause(ABOUT_TO_END_MS, this.released.signal).then(() => false, () => true)) return false;
    this.deaf = deaf;
    this.killLate();
    return true;
  }

  private send(name: 'SIGTERM' | 'SIGKILL', graceMs: number): void {
    this.signalled = this.reins.kill(name).then((reached) => (reached ? this.elapsedMs : undefined));
    this.later(graceMs, () => this.killLate());
  }

  private later(milliseconds: number, call: () => void): void {
    this.timers.push(setTimeout(call, milliseconds));
  }

  private killLate(): void {
    this.timedOut = true;
    this.reins.killAll();
  }
}
