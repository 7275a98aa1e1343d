import { isDead, parseOwner } from './owner';
import type { Docker } from '../docker/docker';
import { listArgs, ownerArgs, removeArgs, RESOURCE_KINDS, type ResourceKind } from '../docker/docker-args';

/** How many of each kind. */
export type SweptResources = Readonly<Record<ResourceKind, number>>;

/** Removes what programs of this machine made in the engine and did not come to remove: they were killed, or the power was cut. */
export async function sweepEngine(docker: Docker): Promise<SweptResources> {
  const found = await Promise.all(RESOURCE_KINDS.map(async (kind) => [kind, await ofDead(docker, kind)] as const));
  const swept: Record<ResourceKind, number> = { container: 0, volume: 0, network: 0 };
  // In the order of the kinds: a volume cannot go before the container that has it.
  for (const [kind, names] of found) {
    const removals = await Promise.all(names.map((name) => docker.try(removeArgs(kind, [name]))));
    // Another program may have removed it at the same moment.
    swept[kind] = removals.filter(({ exitCode }) => exitCode === 0).length;
  }
  return swept;
}

async function ofDead(docker: Docker, kind: ResourceKind): Promise<string[]> {
  const { exitCode, stdout } = await docker.try(listArgs(kind));
  if (exitCode !== 0) return [];
  const judged = await Promise.all(stdout.split(/\s+/).filter(Boolean).map(async (name) => {
    const owner = parseOwner((await docker.try(ownerArgs(kind, name))).stdout);
    return owner && await isDead(owner) ? [name] : [];
  }));
  return judged.flat();
}
