import { isDead, parseOwner, type Owner } from './owner';
import type { Docker } from '../docker/docker';
import { inspectArgs, listArgs, removeArgs, RESOURCE_KINDS, type ResourceKind } from '../docker/docker-args';
import { LABEL } from '../docker/labels';

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
  const names = stdout.split(/\s+/).filter(Boolean);
  if (exitCode !== 0 || names.length === 0) return [];
  // It fails when one of them has gone meanwhile, and tells of the others all the same.
  const judged = await Promise.all(ownersIn((await docker.try(inspectArgs(kind, names))).stdout).map(async ({ name, owner }) =>
    (owner && await isDead(owner) ? [name] : [])));
  return judged.flat();
}

/** What an engine tells of a thing, as far as it matters; podman writes some names in lower case. */
interface Inspected {
  readonly Id?: string;
  readonly Name?: string;
  readonly name?: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly Config?: { readonly Labels?: Readonly<Record<string, string>> | null };
}

/** By what each thing is removed, and whose it is; pure. */
export function ownersIn(json: string): Array<{ readonly name: string; readonly owner: Owner | undefined }> {
  let inspected: Inspected[];
  try {
    inspected = JSON.parse(json) as Inspected[];
  } catch {
    return [];
  }
  return inspected.flatMap(({ Id, Name, name = Name, Labels, labels = Labels, Config }) => {
    const label = (Config?.Labels ?? labels)?.[LABEL.owner];
    const removedBy = Config ? Id : name;
    return removedBy === undefined ? [] : [{ name: removedBy, owner: label === undefined ? undefined : parseOwner(label) }];
  });
}
