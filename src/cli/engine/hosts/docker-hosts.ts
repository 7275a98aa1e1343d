import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { CLOSED_OUTPUT_SCRIPT } from './closed-output';
import { DockerHost } from './docker-host';
import { writeHostFolder } from './host-folder';
import type { HostOutcome, HostsJob, HostSetting, ReadyHost } from './hosts-job';
import type { PipePlace } from './pipe-feeder';
import { runHosts } from './run-hosts';
import { optMlPaths } from '../../../contract/opt-ml';
import type { Docker } from '../../docker/docker';
import {
  copyInArgs, createFillerArgs, createHolderArgs, createTrainArgs, entrypointArgs, execArgs, startArgs, VOLUME_PATH,
  type ContainerArgs, type TrainConditions, type VolumeMount, type VolumeName,
} from '../../docker/docker-args';
import { fifoAsTar } from '../../docker/fifo-tar';
import { folderAsTar } from '../../simulator/model-archive';
import { together } from '../../together';
import type { DockerResources } from '../docker-resources';

export interface DockerHostsOptions {
  readonly docker: Docker;
  readonly image: string;
  /** Given only where the engine's own platform is another one. */
  readonly platform?: string;
  /** Image with `sh`, `cat` and `dd`, which feeds FIFOs; by default the image itself. */
  readonly feederImage?: string;
  /** Carries what is made and removes it. */
  readonly resources: DockerResources;
  readonly signal: AbortSignal;
  /** Whether it is looked at what was written elsewhere. */
  readonly looksElsewhere?: boolean;
  /** Folder that stands for `/opt/ml` of the host at a place, always with `/` as separator. */
  folder(place: number): Promise<string>;
}

const VOLUMES = ['input', 'output', 'model', 'checkpoints'] as const;
/** What is said in one container may come after the end of another one. Unit: ms. */
const FEEDER_LAG_MS = 1_000;

const inContainer = optMlPaths();

/**
 * Runs the hosts of a job as containers, cut off as on the service. Only plain verbs, volumes and `cp`; what is made in the engine
 * carries the label of the resources and is left to whoever removes them.
 */
export async function runInContainers(options: DockerHostsOptions, job: HostsJob): Promise<HostOutcome[]> {
  options.signal.throwIfAborted();
  // A network leads nowhere but to its containers; one host alone has none at all.
  const network = job.hosts.length > 1 ? await options.resources.network(attempt()) : undefined;
  const maker = new HostMaker(options, network);
  return runHosts(job, options.signal, (setting) => maker.prepare(setting));
}

/** Jobs of one run must not meet in the engine. */
const attempt = (): string => randomBytes(2).toString('hex');

class HostMaker {
  private readonly part = attempt();

  constructor(private readonly options: DockerHostsOptions, private readonly network: string | undefined) {}

  async prepare(setting: HostSetting): Promise<ReadyHost> {
    const { docker, resources, signal, looksElsewhere = false } = this.options;
    const { host, place, job } = setting;
    const base = await this.options.folder(place);
    const paths = await writeHostFolder(base, host, setting.signal);
    const mounts = await together(...VOLUMES.map((volume) => resources.volume(volume, this.named('train', place), volume === 'input')));
    signal.throwIfAborted();
    const container = this.container(this.named('train', place), mounts);
    const launcher = job.outputClosedEarly
      ? ['sh', '-c', CLOSED_OUTPUT_SCRIPT, 'sh', ...await this.entrypoint()] as const satisfies TrainConditions['launcher']
      : undefined;
    const peers = this.network === undefined ? undefined : { network: this.network, name: host.name };
    await together(
      this.fill(place, mounts, [['input', paths.input], ['output', paths.output], ['checkpoints', paths.checkpoints]], setting.signal),
      docker.must(createTrainArgs(container, job.env, { readOnlyRoot: job.readOnlyRoot, limits: job.limits, launcher, peers })),
    );
    signal.throwIfAborted();
    const pipes = host.pipes.length > 0 ? await this.startFeeder(place, mounts[0]) : undefined;
    return new DockerHost({ docker, container: container.name, setting, paths, pipes, looksElsewhere });
  }

  private named(what: string, place: number): string {
    return `${what}-${this.part}-${place + 1}`;
  }

  /** Copies folders into volumes, through a container that never runs. */
  private async fill(
    place: number, mounts: readonly VolumeMount[], folders: ReadonlyArray<readonly [VolumeName, string]>, signal: AbortSignal,
  ): Promise<void> {
    const { docker } = this.options;
    const filler = this.container(this.named('fill', place), mounts.map((mount) => ({ ...mount, readOnly: false })));
    await docker.must(createFillerArgs(filler, 'train'));
    await together(...folders.map(async ([volume, from]) => {
      const entries = await readdir(from);
      if (entries.length === 0) return;
      await docker.must(copyInArgs(filler.name, VOLUME_PATH[volume]), { input: folderAsTar(from, entries), signal });
    }));
  }

  private container(name: string, mounts: readonly VolumeMount[], image = this.options.image): ContainerArgs {
    const { resources, platform } = this.options;
    return { name: resources.name(name), image, platform, labels: resources.labels, mounts };
  }

  /** What the service starts: the image's entry point, else the word itself. */
  private async entrypoint(): Promise<string[]> {
    const { docker, image } = this.options;
    return (JSON.parse((await docker.must(entrypointArgs(image))).stdout) as string[] | null) ?? [];
  }

  private async startFeeder(place: number, input: VolumeMount): Promise<PipePlace> {
    const { docker, feederImage } = this.options;
    const { name } = this.container(this.named('feed', place), []);
    const feeder = this.container(this.named('feed', place), [{ ...input, readOnly: false }], feederImage);
    await docker.must(createHolderArgs(feeder));
    await docker.must(startArgs(name));
    return {
      makeFifo: async (fifo) => void await docker.must(copyInArgs(name, inContainer.inputData), { input: fifoAsTar(fifo) }),
      script: async (text, fifo, options) =>
        (await docker.try(execArgs(name, ['sh', '-c', text, `${inContainer.inputData}/${fifo}`]), options)).exitCode,
      lagMs: FEEDER_LAG_MS,
    };
  }
}
