import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ability, TrainingTarget } from './trial';
import type { HostOutcome, HostsJob } from '../../engine/hosts/hosts-job';
import { loopbackHosts, noLoopbackHosts, runAsProcesses, type ProcessFolders, type ProcessHostsOptions } from '../../engine/hosts/process-hosts';
import { setWritable } from '../../engine/set-writable';

export interface ProcessTargetOptions extends Pick<ProcessHostsOptions, 'command' | 'start' | 'hostEnv' | 'env' | 'signal'> {
  /** Folder for what the trials leave. */
  readonly dir: string;
}

const ONE_MACHINE = 'a process shares the network of this machine; run the check on an image';
const UNABLE: Readonly<Partial<Record<Ability, string>>> = {
  isolation: ONE_MACHINE,
  readOnlyRoot: 'a process can write wherever its user can; run the check on an image',
  allWrites: 'only what is written beside the folders of the job is seen of a process; run the check on an image',
  hostNames: 'names of hosts cannot be given to processes of one machine; run the check on an image',
};

/** Runs trials as child processes, each host below a private folder that stands for `/opt/ml`. */
export class ProcessTarget implements TrainingTarget {
  readonly name = 'process';
  private readonly folders: string[] = [];

  constructor(private readonly options: ProcessTargetOptions) {}

  unable(ability: Ability): string | undefined {
    if (ability === 'hosts') return noLoopbackHosts();
    if (process.platform === 'win32' && (ability === 'pipes' || ability === 'outputClosedEarly')) return 'Windows has no FIFOs and no sh';
    return UNABLE[ability];
  }

  hostNames(count: number): string[] {
    return loopbackHosts(count);
  }

  run(trial: HostsJob): Promise<HostOutcome[]> {
    return runAsProcesses({ ...this.options, looksElsewhere: true, folders: () => this.newFolders() }, trial);
  }

  async close(): Promise<string[]> {
    const left: string[] = [];
    for (const folder of this.folders) {
      await setWritable(join(folder, 'ml', 'input'), true).then(() => rm(folder, { recursive: true, force: true })).catch(() => left.push(`rm -rf '${folder}'`));
    }
    this.folders.length = 0;
    return left;
  }

  private async newFolders(): Promise<ProcessFolders> {
    const folder = await mkdtemp(join(this.options.dir, 'trial-'));
    this.folders.push(folder);
    return { base: join(folder, 'ml').replaceAll('\\', '/'), scratch: join(folder, 'tmp') };
  }
}
