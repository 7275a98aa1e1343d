import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CLOSED_OUTPUT_SCRIPT } from './closed-output';
import { DockerHost, type Setting } from './docker-host';
import type { Recipient } from './host-watch';
import type { PipePlace } from './pipe-feeder';
import type { Ability, HostOutcome, TrainingTarget, Trial } from './trial';
import { writeTrialFolder } from './trial-folder';
import { optMlPaths } from '../../../contract/opt-ml';
import type { Docker } from '../../docker/docker';
import {
  copyInArgs, createFillerArgs, createHolderArgs, createTrainArgs, entrypointArgs, execArgs, removeArgs, startArgs, VOLUME_PATH,
  type ContainerArgs, type TrainConditions, type VolumeMount,
} from '../../docker/docker-args';
import { fifoAsTar } from '../../docker/fifo-tar';
import { DockerResources } from '../../engine/docker-resources';
import { folderAsTar } from '../../simulator/model-archive';

export interface DockerTargetOptions {
  readonly docker: Docker;
  readonly image: string;
  /** Given only where the engine's own platform is another one. */
  readonly platform?: string;
  /** Image with `sh`, `cat` and `dd`, which feeds FIFOs; by default the image itself. */
  readonly feederImage?: string;
  /** Name of what is looked at, for the labels. */
  readonly project: string;
  /** Folder for what the trials leave. */
  readonly dir: string;
  readonly signal: AbortSignal;
}

const VOLUMES = ['input', 'output', 'model', 'checkpoints'] as const;
const inContainer = optMlPaths();

/**
 * Runs trials as containers, cut off as on the service. Only plain verbs, volumes and `cp`; everything a trial makes in the engine
 * carries its label and is removed by it when the trial ends, whatever the end.
 */
export class DockerTarget implements TrainingTarget {
  readonly name = 'docker';
  private readonly folders: string[] = [];
  private readonly left: string[] = [];

  constructor(readonly options: DockerTargetOptions) {}

  unable(_ability: Ability): string | undefined {
    return undefined;
  }

  hostNames(count: number): string[] {
    return Array.from({ length: count }, (_, index) => `algo-${index + 1}`);
  }

  async run(trial: Trial): Promise<HostOutcome[]> {
    const { docker, project, signal } = this.options;
    signal.throwIfAborted();
    const resources = new DockerResources(docker, `check-${randomBytes(5).toString('hex')}`, project);
    const abandon = new AbortController();
    const lost = new AbortController();
    const recipient: Recipient = {};
    // Every host listens to them.
    setMaxListeners(0, lost.signal, abandon.signal);
    const either = AbortSignal.any([signal, abandon.signal]);
    setMaxListeners(0, either);
    const running: Array<Promise<HostOutcome>> = [];
    try {
      const network = trial.hosts.length > 1 ? await resources.network() : undefined;
      const hosts: DockerHost[] = [];
      for (const [index, host] of trial.hosts.entries()) {
        hosts.push(await this.prepare(resources, { host, trial, index, network, signal: either, lost: lost.signal, recipient }));
      }
      for (const host of hosts) {
        const watch = await host.start();
        const outcome = host.outcome(watch);
        outcome.then(({ ended }) => ended.exitCode !== 0 && !trial.keepPeers && lost.abort(), () => undefined);
        running.push(outcome);
        if (trial.oneAfterTheOther) await watch.atWork();
      }
      return await Promise.all(running);
    } finally {
      abandon.abort(new Error('the trial was given up'));
      await Promise.allSettled(running);
      this.left.push(...await resources.removeAll());
    }
  }

  async close(): Promise<string[]> {
    await Promise.all(this.folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
    return this.left;
  }

  private async prepare(resources: DockerResources, setting: Setting): Promise<DockerHost> {
    const { docker, dir, image } = this.options;
    const { host, index, trial, network, signal } = setting;
    const folder = await mkdtemp(join(dir, 'trial-'));
    this.folders.push(folder);
    const given = await writeTrialFolder(join(folder, 'given').replaceAll('\\', '/'), host);
    const mounts = await Promise.all(VOLUMES.map((volume) => resources.volume(volume, `host-${index}`, volume === 'input')));
    const filler = this.container(resources, `fill-${index}`, mounts.map((mount) => ({ ...mount, readOnly: false })));
    await docker.must(createFillerArgs(filler, 'train'));
    for (const [volume, from] of [['input', given.input], ['output', given.output], ['checkpoints', given.checkpoints]] as const) {
      const entries = await readdir(from);
      if (entries.length === 0) continue;
      await docker.must(copyInArgs(filler.name, VOLUME_PATH[volume]), { input: folderAsTar(from, entries), signal });
    }
    await docker.must(removeArgs('container', [filler.name]));
    const launcher = trial.outputClosedEarly
      ? ['sh', '-c', CLOSED_OUTPUT_SCRIPT, 'sh', ...await this.entrypoint()] as const satisfies TrainConditions['launcher']
      : undefined;
    const container = this.container(resources, `train-${index}`, mounts);
    const peers = network === undefined ? undefined : { network, name: host.name };
    await docker.must(createTrainArgs(container, trial.env, { readOnlyRoot: trial.readOnlyRoot, launcher, peers }));
    const feeder = host.pipes.length > 0 ? await this.startFeeder(resources, index, mounts[0]) : undefined;
    const left = optMlPaths(join(folder, 'left').replaceAll('\\', '/'));
    const place = feeder === undefined ? undefined : this.pipePlace(feeder);
    return new DockerHost(docker, container.name, image, setting, left, place);
  }

  private container(resources: DockerResources, name: string, mounts: readonly VolumeMount[], image = this.options.image): ContainerArgs {
    return { name: resources.name(name), image, platform: this.options.platform, labels: resources.labels, mounts };
  }

  /** What the service starts: the image's entry point, else the word itself. */
  private async entrypoint(): Promise<string[]> {
    const { docker, image } = this.options;
    return (JSON.parse((await docker.must(entrypointArgs(image))).stdout) as string[] | null) ?? [];
  }

  private async startFeeder(resources: DockerResources, index: number, input: VolumeMount): Promise<string> {
    const { docker, feederImage } = this.options;
    const feeder = this.container(resources, `feed-${index}`, [{ ...input, readOnly: false }], feederImage);
    await docker.must(createHolderArgs(feeder));
    await docker.must(startArgs(feeder.name));
    return feeder.name;
  }

  private pipePlace(feeder: string): PipePlace {
    const { docker } = this.options;
    return {
      makeFifo: async (name) => void await docker.must(copyInArgs(feeder, inContainer.inputData), { input: fifoAsTar(name) }),
      script: async (text, fifo, options) =>
        (await docker.try(execArgs(feeder, ['sh', '-c', text, `${inContainer.inputData}/${fifo}`]), options)).exitCode,
    };
  }
}
