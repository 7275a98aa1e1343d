import { isJsonObject, readJsonObject, type JsonObject } from './read-json-file';
import type { OptMlPaths } from '../../contract/opt-ml';
import { RuntimeError } from '../shared/runtime-error';

/** Hosts of one instance type, in a job whose hosts differ. */
export interface InstanceGroup {
  readonly name: string;
  /** Such as `ml.m5.xlarge`. */
  readonly instanceType: string;
  /** In the order of {@link ClusterFacts.hosts}. */
  readonly hosts: readonly string[];
}

/** The machines of the job, as the job's configuration has them. */
export interface ClusterFacts {
  /** Name under which the peers reach this host, such as `algo-1`. */
  readonly currentHost: string;
  /** All hosts, this one included, in the same order on every host: `algo-2` before `algo-10`. */
  readonly hosts: readonly string[];
  /** Place of this host in {@link hosts}, from 0. */
  readonly rank: number;
  /** Whether this is the first host: the one that writes the model. */
  readonly isLeader: boolean;
  /** Such as `ml.m5.xlarge`; undefined when the job does not say it. */
  readonly currentInstanceType: string | undefined;
  /** Name of the group of this host, `homogeneousCluster` in a job of one instance type; undefined when the job does not say it. */
  readonly currentGroup: string | undefined;
  /** As the job lists them, `[]` when it lists none. */
  readonly instanceGroups: readonly InstanceGroup[];
  /** The interface through which the hosts reach each other, such as `eth0`; undefined when the job does not say it. */
  readonly networkInterface: string | undefined;
}

/** Name of the only host of a job that says nothing about hosts. */
const ONLY_HOST = 'algo-1';

/** Numbers inside names count as numbers: by letters, as the file has them, `algo-10` would come before `algo-2`. */
const inProperOrder = new Intl.Collator('en', { numeric: true }).compare;

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

const nameIn = (config: JsonObject, key: string): string | undefined => isName(config[key]) ? config[key] : undefined;

function hostsOf(file: string, config: JsonObject): { currentHost: string; hosts: string[] } {
  const { current_host: current, hosts } = config;
  if (!Array.isArray(hosts) || hosts.length === 0 || !hosts.every(isName)) {
    throw new RuntimeError('SMA_RUN_CONFIG_FILE', file, 'has no list of host names under "hosts"');
  }
  if (!isName(current) || !hosts.includes(current)) {
    throw new RuntimeError('SMA_RUN_CONFIG_FILE', file, 'has no "current_host" that is one of its "hosts"');
  }
  return { currentHost: current, hosts: [...new Set(hosts)].sort(inProperOrder) };
}

/** Groups are observed, not documented: what has another form than the one known is as absent. */
function groupsOf({ instance_groups: groups }: JsonObject): InstanceGroup[] {
  if (!Array.isArray(groups)) return [];
  return groups.filter(isJsonObject).flatMap((group) => {
    const [name, instanceType] = [nameIn(group, 'instance_group_name'), nameIn(group, 'instance_type')];
    if (name === undefined || instanceType === undefined || !Array.isArray(group.hosts)) return [];
    return [Object.freeze({ name, instanceType, hosts: Object.freeze(group.hosts.filter(isName).sort(inProperOrder)) })];
  });
}

function foundConfig(paths: OptMlPaths): { file: string; config: JsonObject } {
  for (const file of paths.resourceConfig) {
    const config = readJsonObject(file, 'is as absent');
    if (config) return { file, config };
  }
  return { file: paths.resourceConfig[0], config: { current_host: ONLY_HOST, hosts: [ONLY_HOST] } };
}

/**
 * Reads `resourceconfig.json`, in either spelling; without it the job has one host. Unknown keys mean nothing.
 * @throws RuntimeError SMA_RUN_CONFIG_FILE
 */
export function readCluster(paths: OptMlPaths): ClusterFacts {
  const { file, config } = foundConfig(paths);
  const { currentHost, hosts } = hostsOf(file, config);
  const rank = hosts.indexOf(currentHost);
  return Object.freeze({
    currentHost,
    hosts: Object.freeze(hosts),
    rank,
    isLeader: rank === 0,
    currentInstanceType: nameIn(config, 'current_instance_type'),
    currentGroup: nameIn(config, 'current_group_name'),
    instanceGroups: Object.freeze(groupsOf(config)),
    networkInterface: nameIn(config, 'network_interface_name'),
  });
}
