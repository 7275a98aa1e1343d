import { readJsonObject, type JsonObject } from './read-json-file';
import type { OptMlPaths } from '../../contract/opt-ml';
import { RuntimeError } from '../shared/runtime-error';

/** The machines of the job. */
export interface Cluster {
  readonly currentHost: string;
  /** All hosts, this one included, in the same order on every host: `algo-2` before `algo-10`. */
  readonly hosts: readonly string[];
  /** Place of this host in {@link hosts}, from 0. */
  readonly rank: number;
  /** Whether this is the first host: the one that writes the model. */
  readonly isLeader: boolean;
}

/** Name of the only host of a job that says nothing about hosts. */
const ONLY_HOST = 'algo-1';

/** Numbers inside names count as numbers: by letters, as the file has them, `algo-10` would come before `algo-2`. */
const inProperOrder = new Intl.Collator('en', { numeric: true }).compare;

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

function hostsOf(file: string, config: JsonObject): { currentHost: string; hosts: string[] } {
  const { current_host: current, hosts } = config;
  if (!Array.isArray(hosts) || hosts.length === 0 || !hosts.every(isName)) {
    throw new RuntimeError('SMA_RUN_CONFIG_FILE', file, 'has no list of host names under "hosts"');
  }
  if (!isName(current) || !hosts.includes(current)) {
    throw new RuntimeError('SMA_RUN_CONFIG_FILE', file, 'has no "current_host" that is one of its "hosts"');
  }
  return { currentHost: current, hosts: [...new Set(hosts)] };
}

function foundHosts(paths: OptMlPaths): { currentHost: string; hosts: string[] } {
  for (const file of paths.resourceConfig) {
    const config = readJsonObject(file, 'is as absent');
    if (config) return hostsOf(file, config);
  }
  return { currentHost: ONLY_HOST, hosts: [ONLY_HOST] };
}

/**
 * Reads `resourceconfig.json`, in either spelling; without it the job has one host. Unknown keys mean nothing.
 * @throws RuntimeError SMA_RUN_CONFIG_FILE
 */
export function readCluster(paths: OptMlPaths): Cluster {
  const { currentHost, hosts } = foundHosts(paths);
  hosts.sort(inProperOrder);
  const rank = hosts.indexOf(currentHost);
  return Object.freeze({ currentHost, hosts: Object.freeze(hosts), rank, isLeader: rank === 0 });
}
