import { rm } from 'node:fs/promises';
import { endBehindClosedOutput } from './closed-output';
import { deafToSigterm } from './deaf';
import { HostWatch } from './host-watch';
import type { HostEnd, HostOutcome, HostSetting, ReadyHost } from './hosts-job';
import { feedPipes, type PipePlace } from './pipe-feeder';
import { writtenElsewhere } from './written-elsewhere';
import { optMlPaths, type OptMlPaths } from '../../../contract/opt-ml';
import type { Docker } from '../../docker/docker';
import { copyOutArgs, diffArgs, killArgs, logsArgs, startArgs, statsArgs, waitArgs } from '../../docker/docker-args';
import { unpackCopy } from '../../simulator/model-archive';
import { together } from '../../together';
import { stateOf } from '../docker-serving';
import { parseStats } from '../usage';

const inContainer = optMlPaths();

export interface DockerHostParts {
  readonly docker: Docker;
  /** Name of a container that was made and not started. */
  readonly container: string;
  readonly setting: HostSetting;
  /** Folders that get what the program leaves. */
  readonly paths: OptMlPaths;
  /** Where its FIFOs are; given where it has any. */
  readonly pipes?: PipePlace;
  /** Whether it is looked at what was written elsewhere. */
  readonly looksElsewhere: boolean;
}

/** One container of a job, from its start to what it left. */
export class DockerHost implements ReadyHost {
  private startError: string | undefined;
  private watch!: HostWatch;

  constructor(private readonly parts: DockerHostParts) {}

  async start(): Promise<void> {
    const { docker, container, setting } = this.parts;
    this.watch = new HostWatch(setting, { deaf: () => deafToSigterm(docker, container), kill: (name) => this.kill(name), killAll: () => void this.kill('SIGKILL') });
    const started = await docker.try(startArgs(container));
    if (started.exitCode !== 0) this.startError = started.lastLines[0] ?? 'no reason given';
  }

  atWork(): Promise<void> {
    return this.watch.atWork();
  }

  async toEnd(): Promise<HostEnd> {
    const { ended, durationMs, endedAt } = await this.run();
    const { watch } = this;
    const isClosedEarly = this.parts.setting.job.outputClosedEarly;
    const signalledAtMs = await watch.signalledAtMs;
    return {
      ended: isClosedEarly ? endBehindClosedOutput(watch.lines, ended) : ended,
      timedOut: watch.timedOut,
      deaf: watch.deaf,
      abandoned: watch.abandoned,
      durationMs,
      endedAt,
      signalledAtMs,
    };
  }

  async outcome(end: HostEnd): Promise<HostOutcome> {
    const { docker, container, setting, paths, looksElsewhere } = this.parts;
    const [strangeModelEntries] = await together(
      this.copyOut(inContainer.model, paths.model),
      this.copyOut(inContainer.output, paths.output),
      this.copyOut(inContainer.checkpoints, paths.checkpoints),
    );
    return {
      ...end,
      name: setting.host.name,
      lines: this.watch.lines,
      pipes: this.watch.pipes,
      paths,
      strangeModelEntries,
      writtenElsewhere: looksElsewhere ? writtenElsewhere((await docker.must(diffArgs(container))).stdout) : [],
    };
  }

  private async run(): Promise<Pick<HostEnd, 'ended' | 'durationMs' | 'endedAt'>> {
    const { docker, container, setting: { host, signal }, pipes } = this.parts;
    const { watch } = this;
    if (this.startError !== undefined) {
      watch.end();
      return { ended: { startError: this.startError }, durationMs: 0, endedAt: Date.now() };
    }
    const feeding = Promise.all(host.pipes.map((feed) => feedPipes(feed, pipes!, watch.onPipe, watch.ended)));
    const log = docker.try(logsArgs(container), { onLine: watch.onLine });
    const usage = this.watchUsage();
    // Their failures are told below; meanwhile the program must not wait for bytes that never come, nor for somebody who reads its log.
    for (const work of [feeding, log]) work.catch(() => this.kill('SIGKILL'));
    watch.begin();
    await docker.must(waitArgs(container)).finally(() => watch.release());
    const durationMs = watch.elapsedMs;
    const endedAt = Date.now();
    await log.finally(() => watch.end());
    await feeding;
    await usage;
    signal.throwIfAborted();
    return { ended: await stateOf(docker, container), durationMs, endedAt };
  }

  /** Never fails: an engine that does not tell what a container uses is no reason to give a job up. */
  private async watchUsage(): Promise<void> {
    const { docker, container, setting: { job: { onUsage }, place } } = this.parts;
    if (!onUsage || place !== 0) return;
    const { watch } = this;
    const onLine = ({ text }: { readonly text: string }) => {
      const seen = parseStats(text);
      if (seen) onUsage({ atMs: Math.round(watch.elapsedMs), ...seen });
    };
    // Docker's own does not listen to SIGTERM, and nobody waits for its last line.
    await docker.try(statsArgs(container), { signal: watch.ended, onLine, abortsWith: 'SIGKILL' }).catch(() => undefined);
  }

  private async kill(name: string): Promise<boolean> {
    return (await this.parts.docker.try(killArgs(this.parts.container, name))).exitCode === 0;
  }

  /** What lay in the folder before goes: the program may have removed it. */
  private async copyOut(from: string, to: string): Promise<string[]> {
    const { docker, container, setting: { signal } } = this.parts;
    let strange: string[] = [];
    await rm(to, { recursive: true, force: true });
    await docker.must(copyOutArgs(container, from), { signal, onStdout: async (bytes) => (strange = await unpackCopy(bytes, to)) });
    return strange;
  }
}
