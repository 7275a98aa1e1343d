import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ability, TrainingTarget } from './trial';
import type { Docker } from '../../docker/docker';
import { DockerResources } from '../../engine/docker-resources';
import { runInContainers } from '../../engine/hosts/docker-hosts';
import { hostNames } from '../../engine/hosts/host-names';
import type { HostOutcome, HostsJob } from '../../engine/hosts/hosts-job';

export interface DockerTargetOptions {
  readonly docker: Docker;
  readonly image: string;
  /** Given only where the engine's own platform is another one. */
  readonly platform?: string;
  /** Image with `sh`, `cat` and `dd`, which feeds FIFOs; by default the image itself. */
  readonly feederImage?: string;
  /** Whether the image has a shell. @default true */
  readonly hasShell?: boolean;
  /** Name of what is looked at, for the labels. */
  readonly project: string;
  /** Folder for what the trials leave. */
  readonly dir: string;
  readonly signal: AbortSignal;
}

const NO_SHELL = 'the image has no shell, behind which the output of its program could be closed';
const NO_FEEDER = 'the image has no sh, cat and dd, by which FIFOs are fed; of an image of a plan (--plan) it is known which image has them';

/** Runs trials as containers; what a trial makes in the engine is removed when it ends, whatever the end. */
export class DockerTarget implements TrainingTarget {
  readonly name = 'docker';
  private readonly folders: string[] = [];
  private readonly left: string[] = [];

  constructor(readonly options: DockerTargetOptions) {}

  unable(ability: Ability): string | undefined {
    const { feederImage, hasShell = true } = this.options;
    if (ability === 'pipes' && !hasShell && feederImage === undefined) return NO_FEEDER;
    return ability === 'outputClosedEarly' && !hasShell ? NO_SHELL : undefined;
  }

  hostNames(count: number): string[] {
    return hostNames(count);
  }

  async run(trial: HostsJob): Promise<HostOutcome[]> {
    const { docker, project, signal } = this.options;
    signal.throwIfAborted();
    const resources = new DockerResources(docker, `check-${randomBytes(5).toString('hex')}`, project);
    try {
      return await runInContainers({ ...this.options, resources, looksElsewhere: true, folder: () => this.folder() }, trial);
    } finally {
      this.left.push(...await resources.removeAll());
    }
  }

  async close(): Promise<string[]> {
    await Promise.all(this.folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
    return this.left;
  }

  private async folder(): Promise<string> {
    const folder = await mkdtemp(join(this.options.dir, 'trial-'));
    this.folders.push(folder);
    return folder.replaceAll('\\', '/');
  }
}
