import { endBehindClosedOutput } from './closed-output';
import { deafToSigterm } from './deaf';
import { HostWatch, signalAt, type Recipient } from './host-watch';
import { feedPipes, type PipePlace } from './pipe-feeder';
import type { HostOutcome, HostTrial, Trial, TrialSignal } from './trial';
import { writtenElsewhere } from './written-elsewhere';
import { optMlPaths, type OptMlPaths } from '../../../contract/opt-ml';
import type { Docker } from '../../docker/docker';
import { copyOutArgs, diffArgs, killArgs, logsArgs, startArgs, waitArgs } from '../../docker/docker-args';
import { stateOf } from '../../engine/docker-serving';
import { onAbort, pause } from '../../interruption';
import type { Ended } from '../../simulator/exit-code';
import { unpackCopy } from '../../simulator/model-archive';

/** Unit: ms. */
const ABOUT_TO_END_MS = 2_000;

const inContainer = optMlPaths();

export interface Setting {
  readonly host: HostTrial;
  readonly trial: Trial;
  readonly index: number;
  readonly network: string | undefined;
  readonly signal: AbortSignal;
  /** Aborts when another host has ended badly. */
  readonly lost: AbortSignal;
  readonly recipient: Recipient;
}

/** One container of a trial, from its start to what it left. */
export class DockerHost {
  private signalled: Promise<number | undefined> = Promise.resolve(undefined);
  private startError: string | undefined;
  private deaf: string | undefined;
  private timedOut = false;
  private abandoned = false;
  private grace: NodeJS.Timeout | undefined;

  constructor(
    private readonly docker: Docker,
    private readonly container: string,
    private readonly image: string,
    private readonly setting: Setting,
    private readonly left: OptMlPaths,
    private readonly place: PipePlace | undefined,
  ) {}

  async start(): Promise<HostWatch> {
    const { trial, index, signal, recipient } = this.setting;
    signal.throwIfAborted();
    const watch = new HostWatch(signalAt(trial.signal, index), (wanted) => recipient.take?.(wanted));
    recipient.take ??= (wanted) => {
      this.signalled = this.take(wanted, watch.ended).then((reached) => (reached ? watch.elapsedMs : undefined));
    };
    const started = await this.docker.try(startArgs(this.container));
    if (started.exitCode !== 0) this.startError = started.lastLines[0] ?? `${this.image} cannot be started`;
    return watch;
  }

  async outcome(watch: HostWatch): Promise<HostOutcome> {
    const { host, trial } = this.setting;
    const { ended, durationMs } = await this.toEnd(watch);
    const strangeModelEntries = await this.copyOut(inContainer.model, this.left.model);
    await this.copyOut(inContainer.output, this.left.output);
    await this.copyOut(inContainer.checkpoints, this.left.checkpoints);
    return {
      name: host.name,
      ended: trial.outputClosedEarly ? endBehindClosedOutput(watch.lines, ended) : ended,
      timedOut: this.timedOut,
      deaf: this.deaf,
      abandoned: this.abandoned,
      durationMs,
      signalledAtMs: await this.signalled,
      lines: watch.lines,
      pipes: watch.pipes,
      paths: this.left,
      strangeModelEntries,
      writtenElsewhere: writtenElsewhere((await this.docker.must(diffArgs(this.container))).stdout),
    };
  }

  private async toEnd(watch: HostWatch): Promise<{ ended: Ended; durationMs: number }> {
    if (this.startError !== undefined) {
      watch.end();
      return { ended: { startError: this.startError }, durationMs: 0 };
    }
    const { host, trial, signal, lost } = this.setting;
    const limit = setTimeout(() => this.killLate(), trial.limitMs);
    const takeBack = onAbort(signal, () => void this.kill('SIGKILL'));
    const takeBackLost = onAbort(lost, () => {
      this.abandoned = true;
      void this.kill('SIGKILL');
    });
    const feeding = Promise.all(host.pipes.map((feed) => feedPipes(feed, this.place!, watch.onPipe, watch.ended)));
    feeding.catch(() => this.kill('SIGKILL'));
    watch.look();
    const log = this.docker.try(logsArgs(this.container), { onLine: watch.onLine });
    await this.docker.must(waitArgs(this.container)).finally(() => {
      clearTimeout(limit);
      clearTimeout(this.grace);
      takeBack();
      takeBackLost();
    });
    const durationMs = watch.elapsedMs;
    await log;
    watch.end();
    await feeding;
    signal.throwIfAborted();
    return { ended: await stateOf(this.docker, this.container), durationMs };
  }

  /** Nobody waits long for the end of a program that cannot hear the signal. False where the signal came too late. */
  private async take({ name, graceMs }: TrialSignal, over: AbortSignal): Promise<boolean> {
    this.grace = setTimeout(() => this.killLate(), graceMs);
    // Looked at before: a handler may take itself away when it is called.
    const deaf = name === 'SIGTERM' ? await deafToSigterm(this.docker, this.container) : undefined;
    const reached = await this.kill(name);
    if (!reached || deaf === undefined) return reached;
    // Programs take their handlers away when they end: such a one was about to.
    if (await pause(ABOUT_TO_END_MS, over).then(() => false, () => true)) return false;
    this.deaf = deaf;
    this.killLate();
    return true;
  }

  private killLate(): void {
    this.timedOut = true;
    void this.kill('SIGKILL');
  }

  /** False where the container does not run any more. */
  private async kill(name: string): Promise<boolean> {
    return (await this.docker.try(killArgs(this.container, name))).exitCode === 0;
  }

  private async copyOut(from: string, to: string): Promise<string[]> {
    let strange: string[] = [];
    await this.docker.must(copyOutArgs(this.container, from), { onStdout: async (bytes) => (strange = await unpackCopy(bytes, to)) });
    return strange;
  }
}
