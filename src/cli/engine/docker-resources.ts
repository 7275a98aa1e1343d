import { hostname } from 'node:os';
import type { Docker } from '../docker/docker';
import {
  createNetworkArgs, createVolumeArgs, listArgs, ownerArgs, removeArgs, RESOURCE_KINDS, VOLUME_PATH,
  type ResourceKind, type VolumeMount, type VolumeName,
} from '../docker/docker-args';
import { formatOwner, parseOwner, type RunLabels } from '../docker/labels';

/**
 * Containers, volumes and networks of one run: made under its label, removed by its label.
 * Commands that make something are never cancelled halfway: the engine could finish them after we have looked what to remove.
 */
export class DockerResources {
  readonly labels: RunLabels;

  constructor(private readonly docker: Docker, runId: string, project: string) {
    this.labels = { runId, project, owner: formatOwner({ host: hostname(), pid: process.pid }) };
  }

  /** Name of a resource of this run. */
  name(part: string): string {
    return `sma-${this.labels.runId}-${part}`;
  }

  /** Makes one volume; `part` tells the training job's apart from the endpoint's. */
  async volume(volume: VolumeName, part: string, readOnly: boolean): Promise<VolumeMount> {
    const name = this.name(`${part}-${volume}`);
    await this.docker.must(createVolumeArgs(name, this.labels));
    return { volume: name, at: VOLUME_PATH[volume], readOnly };
  }

  /** @param part tells several networks of a run apart */
  async network(part: string): Promise<string> {
    const name = this.name(`${part}-network`);
    await this.docker.must(createNetworkArgs(name, this.labels));
    return name;
  }

  /** Removes everything of the run. Not interruptible. Gives the commands that remove, or look for, what is left. */
  async removeAll(): Promise<string[]> {
    const left: string[] = [];
    for (const kind of RESOURCE_KINDS) left.push(...(await this.removeKind(kind)));
    return left;
  }

  private async removeKind(kind: ResourceKind): Promise<string[]> {
    const asCommand = (args: readonly string[]) => [this.docker.program, ...args].join(' ');
    const { runId } = this.labels;
    const names = await list(this.docker, kind, runId);
    if (names === undefined) return [asCommand(listArgs(kind, runId))];
    if (names.length === 0 || (await this.docker.try(removeArgs(kind, names))).exitCode === 0) return [];
    // It failed for one of them, or something else removed one at the same moment: only what is still there counts.
    const still = await list(this.docker, kind, runId) ?? names;
    return still.length > 0 ? [asCommand(removeArgs(kind, still))] : [];
  }
}

/** Removes what dead runs of this machine left behind, for example after a power cut. Returns how many things that were. */
export async function sweepDeadRuns(docker: Docker, isAlive: (pid: number) => boolean = processLives): Promise<number> {
  let removed = 0;
  for (const kind of RESOURCE_KINDS) {
    for (const name of await list(docker, kind) ?? []) {
      const owner = parseOwner((await docker.try(ownerArgs(kind, name))).stdout);
      // Another machine may share the engine; whether its runs live cannot be known here.
      if (!owner || owner.host !== hostname() || isAlive(owner.pid)) continue;
      if ((await docker.try(removeArgs(kind, [name]))).exitCode === 0) removed += 1;
    }
  }
  return removed;
}

/** Undefined where the engine does not tell. */
async function list(docker: Docker, kind: ResourceKind, runId?: string): Promise<string[] | undefined> {
  const { exitCode, stdout } = await docker.try(listArgs(kind, runId));
  return exitCode === 0 ? stdout.split(/\s+/).filter(Boolean) : undefined;
}

function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
