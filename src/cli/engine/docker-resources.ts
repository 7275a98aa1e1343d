import type { Docker } from '../docker/docker';
import {
  createNetworkArgs, createVolumeArgs, listArgs, removeArgs, RESOURCE_KINDS, VOLUME_PATH,
  type ResourceKind, type VolumeMount, type VolumeName,
} from '../docker/docker-args';
import type { RunLabels } from '../docker/labels';
import { formatOwner, ownOwner } from '../leftovers/owner';

/**
 * Containers, volumes and networks of one run: made under its label, removed by its label.
 * Commands that make something are never cancelled halfway: the engine could finish them after we have looked what to remove.
 */
export class DockerResources {
  readonly labels: RunLabels;

  constructor(private readonly docker: Docker, runId: string, project: string) {
    this.labels = { runId, project, owner: formatOwner(ownOwner()) };
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
    const found = await Promise.all(RESOURCE_KINDS.map((kind) => list(this.docker, kind, this.labels.runId)));
    const remove = (kind: ResourceKind) => this.removeKind(kind, found[RESOURCE_KINDS.indexOf(kind)]);
    // Nothing else can go before the containers that use it.
    const containers = await remove('container');
    return [containers, ...await Promise.all([remove('volume'), remove('network')])].flat();
  }

  private async removeKind(kind: ResourceKind, names: readonly string[] | undefined): Promise<string[]> {
    const asCommand = (args: readonly string[]) => [this.docker.program, ...args].join(' ');
    const { runId } = this.labels;
    if (names === undefined) return [asCommand(listArgs(kind, runId))];
    if (names.length === 0 || (await this.docker.try(removeArgs(kind, names))).exitCode === 0) return [];
    // It failed for one of them, or something else removed one at the same moment: only what is still there counts.
    const still = await list(this.docker, kind, runId) ?? names;
    return still.length > 0 ? [asCommand(removeArgs(kind, still))] : [];
  }
}

/** Undefined where the engine does not tell. */
async function list(docker: Docker, kind: ResourceKind, runId: string): Promise<string[] | undefined> {
  const { exitCode, stdout } = await docker.try(listArgs(kind, runId));
  return exitCode === 0 ? stdout.split(/\s+/).filter(Boolean) : undefined;
}
