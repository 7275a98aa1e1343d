/** Removes what belongs to programs that did not end in order; what belongs to those that live is left alone. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEMPORARY_PREFIX } from './claim';
import { endPrograms, goneWithin } from './end-programs';
import { sweepEngine, type SweptResources } from './sweep-engine';
import { sweepFolders } from './sweep-folders';
import { RUNS_DIR } from '../../contract/plan';
import type { Docker } from '../docker/docker';
import type { Project } from '../project';
import { count } from '../quantities';
import type { Report } from '../report';
import { removeDeadEndpoint } from '../simulator/endpoint-file';

/** How long a call of the engine's program may go on when nobody waits for it any more. Unit: ms. */
const CALL_ENDS_WITHIN_MS = 3_000;

export interface SweepPlaces {
  readonly docker: Docker;
  /** Whether this command works with the engine; else it is only asked where something died. */
  readonly usesEngine: boolean;
  /** Absent where a command looks at images that belong to no project. */
  readonly project?: Project;
}

/** Says in one line what was removed. Never fails: a run does not depend on it. */
export async function sweep({ docker, usesEngine, project }: SweepPlaces, report: Report): Promise<void> {
  const places = [[tmpdir(), TEMPORARY_PREFIX], ...(project ? [[join(project.dir, RUNS_DIR), '']] : [])];
  const swept = await Promise.all(places.map(([parent, prefix]) => sweepFolders(parent, prefix, docker.program)));
  const sum = (of: 'folders' | 'programs') => swept.reduce((total, { [of]: amount }) => total + amount, 0);
  const [folders, programs] = [sum('folders'), sum('programs')];
  const endpoint = project ? await removeDeadEndpoint(project) : false;
  const asked = usesEngine || folders > 0;
  let resources = asked ? await sweepEngine(docker) : undefined;
  const calls = swept.flatMap(({ engineCalls }) => engineCalls);
  if (resources && calls.length > 0) {
    await goneWithin(calls, CALL_ENDS_WITHIN_MS);
    await endPrograms('', calls);
    // What such a call has made after we looked.
    resources = added(resources, await sweepEngine(docker));
  }
  const removed = [
    ...Object.entries(resources ?? {}).map(([kind, amount]) => [amount, kind] as const),
    [programs, 'process'] as const, [folders, 'folder'] as const, [endpoint ? 1 : 0, 'address of a server'] as const,
  ];
  const told = removed.filter(([amount]) => amount > 0).map(([amount, noun]) => count(amount, noun, PLURALS[noun]));
  if (told.length > 0) report.note(`removed what runs left that did not end in order: ${told.join(', ')}`);
}

const PLURALS: Readonly<Record<string, string>> = { 'process': 'processes', 'address of a server': 'addresses of servers' };

const added = (a: SweptResources, b: SweptResources): SweptResources =>
  ({ container: a.container + b.container, volume: a.volume + b.volume, network: a.network + b.network });
