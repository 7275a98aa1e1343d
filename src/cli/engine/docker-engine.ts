import { readdir } from 'node:fs/promises';
import { DockerResources } from './docker-resources';
import { serveInContainer, stateOf } from './docker-serving';
import type { Engine, JobRequest, RunningServer, TrainingEnd } from './engine';
import { parseStats, type UsageSample } from './usage';
import { imageFor } from '../../contract/plan';
import type { ContainerCommand } from '../../contract/program';
import type { Docker } from '../docker/docker';
import {
  copyInArgs, copyOutArgs, createFillerArgs, createTrainArgs, logsArgs, startArgs, statsArgs, VOLUME_PATH, waitArgs,
  type ContainerArgs, type VolumeMount,
} from '../docker/docker-args';
import { latestTag } from '../images/image-names';
import type { Project } from '../project';
import type { Ended } from '../simulator/exit-code';
import { folderAsTar, unpackCopy } from '../simulator/model-archive';
import type { RunFolder } from '../simulator/run-folder';
import { together } from '../together';

/** A folder of this machine and the volume that gets what is in it. */
interface Filling {
  readonly mount: VolumeMount;
  readonly folder: string;
}

/** Runs the images in containers, cut off as on the service. Files travel by `cp` only, so they belong to the caller. */
export class DockerEngine implements Engine {
  readonly name = 'docker';
  readonly unchecked: string[] = ['the memory and the processors of an instance type'];
  readonly resources: DockerResources;

  constructor(
    readonly docker: Docker,
    readonly run: RunFolder,
    private readonly project: Project,
    /** The engine's own `os/architecture`, where it tells. */
    private readonly enginePlatform?: string,
  ) {
    this.resources = new DockerResources(docker, run.id, project.plan.algorithm.name);
    const emulated = project.plan.images.find((image) => enginePlatform !== undefined && image.platform !== enginePlatform);
    if (emulated) this.unchecked.push(`speed: ${emulated.platform} is emulated on this ${enginePlatform} engine`);
  }

  async train({ env, signal, onLine, onUsage }: JobRequest): Promise<TrainingEnd> {
    const { training } = this.run;
    signal.throwIfAborted();
    const [input, output, ...others] = await together(
      this.resources.volume('input', 'train', true),
      this.resources.volume('output', 'train', false),
      this.resources.volume('model', 'train', false),
      this.resources.volume('checkpoints', 'train', false),
    );
    const container = this.container('train', [input, output, ...others]);
    await together(
      this.fill('train', [{ mount: input, folder: training.input }, { mount: output, folder: training.output }], signal),
      this.docker.must(createTrainArgs(container, env)),
    );
    signal.throwIfAborted();
    const ended = await this.runToEnd(container.name, { signal, onLine, onUsage });
    const [strangeModelEntries] = await together(
      this.copyOut(container.name, VOLUME_PATH.model, training.model, signal),
      this.copyOut(container.name, VOLUME_PATH.output, training.output, signal),
    );
    return { ...ended, strangeModelEntries };
  }

  serve(request: JobRequest): Promise<RunningServer> {
    return serveInContainer(this, this.run.serving.model, request);
  }

  close(): Promise<string[]> {
    return this.resources.removeAll();
  }

  container(command: ContainerCommand, mounts: readonly VolumeMount[], name: string = command): ContainerArgs {
    const image = imageFor(this.project.plan, command);
    const foreign = this.enginePlatform !== undefined && this.enginePlatform !== image.platform;
    return {
      name: this.resources.name(name),
      image: latestTag(image),
      ...(foreign && { platform: image.platform }),
      labels: this.resources.labels,
      mounts,
    };
  }

  /** Copies folders of the run into volumes, through a container that never runs. */
  async fill(command: ContainerCommand, fillings: readonly Filling[], signal: AbortSignal): Promise<void> {
    const filler = this.container(command, fillings.map(({ mount }) => ({ ...mount, readOnly: false })), `${command}-fill`);
    await this.docker.must(createFillerArgs(filler, command));
    await together(...fillings.map(async ({ mount, folder }) => {
      const input = folderAsTar(folder, await readdir(folder));
      await this.docker.must(copyInArgs(filler.name, mount.at), { input, signal });
    }));
  }

  /** Starts a container, passes its log on and waits for its end. */
  private async runToEnd(container: string, { signal, onLine, onUsage }: Omit<JobRequest, 'env'>): Promise<Ended> {
    const started = await this.docker.try(startArgs(container));
    if (started.exitCode !== 0) return { startError: started.lastLines[0] ?? 'no reason given' };
    const ending = new AbortController();
    const watching = onUsage && this.watchUsage(container, AbortSignal.any([signal, ending.signal]), onUsage);
    await Promise.all([
      this.docker.try(logsArgs(container), { signal, onLine }),
      this.docker.must(waitArgs(container), { signal }).finally(() => ending.abort()),
    ]);
    await watching;
    return stateOf(this.docker, container);
  }

  /** Never fails: an engine that does not tell what a container uses is no reason to give a job up. */
  private async watchUsage(container: string, signal: AbortSignal, onUsage: (sample: UsageSample) => void): Promise<void> {
    const startedAt = performance.now();
    const onLine = ({ text }: { readonly text: string }) => {
      const seen = parseStats(text);
      if (seen) onUsage({ atMs: Math.round(performance.now() - startedAt), ...seen });
    };
    // Docker's own does not listen to SIGTERM, and nobody waits for its last line.
    await this.docker.try(statsArgs(container), { signal, onLine, abortsWith: 'SIGKILL' }).catch(() => undefined);
  }

  private async copyOut(container: string, path: string, folder: string, signal: AbortSignal): Promise<string[]> {
    let strange: string[] = [];
    await this.docker.must(copyOutArgs(container, path), {
      signal,
      onStdout: async (bytes) => {
        strange = await unpackCopy(bytes, folder);
      },
    });
    return strange;
  }
}
