import { onTestFinished } from 'vitest';
import { createLog } from '../../../src/runtime/shared/log';
import type { OwnedCluster } from '../../../src/runtime/training/cluster/cluster';
import { createCluster } from '../../../src/runtime/training/cluster/create-cluster';
import type { ClusterNetwork } from '../../../src/runtime/training/cluster/host-network';
import { CLUSTER_TIMES, type ClusterTimes } from '../../../src/runtime/training/cluster/settings';
import type { ClusterFacts } from '../../../src/runtime/training/read-cluster';

export function factsOf(hosts: readonly string[], rank: number): ClusterFacts {
  return {
    currentHost: hosts[rank], hosts, rank, isLeader: rank === 0,
    currentInstanceType: undefined, currentGroup: undefined, instanceGroups: [], networkInterface: undefined,
  };
}

/** Hosts on this machine: a name resolves once its host listens, on a port that was free. */
export class Loopback {
  readonly ports = new Map<string, number>();
  /** Names that were looked up while they did not resolve. */
  readonly missed: string[] = [];
  private readonly told: Array<() => void> = [];

  of(host: string): ClusterNetwork {
    return {
      ownPlace: async () => ({ address: '127.0.0.1', port: 0 }),
      opened: ({ port }) => {
        this.ports.set(host, port);
        for (const tell of this.told) tell();
      },
      placeOf: async (name) => {
        const port = this.ports.get(name);
        if (port !== undefined) return { address: '127.0.0.1', port };
        this.missed.push(name);
        for (const tell of this.told) tell();
        throw Object.assign(new Error(`no such name: ${name}`), { code: 'ENOTFOUND' });
      },
    };
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => void this.told.push(resolve));
  }
}

export interface TestHost extends OwnedCluster {
  log(): string;
  /** Asks this host to stop, as SIGTERM does. */
  stop(): void;
  readonly stopReason: unknown;
}

interface Options {
  readonly times?: Partial<ClusterTimes>;
  readonly jobNames?: readonly string[];
  readonly network?: Loopback;
}

/** Hosts of one job in this process. All leave when the test ends. */
export function hostsOf(names: readonly string[] | number, { times, jobNames = [], network = new Loopback() }: Options = {}): TestHost[] {
  const hosts = typeof names === 'number' ? Array.from({ length: names }, (_, index) => `algo-${index + 1}`) : names;
  return hosts.map((name, rank) => {
    let log = '';
    const stop = new AbortController();
    const cluster = createCluster({
      facts: factsOf(hosts, rank),
      jobName: jobNames[rank],
      network: network.of(name),
      times: { ...CLUSTER_TIMES, firstRetry: 2, longestNameRetry: 10, longestConnectRetry: 10, leaveTimeout: 500, ...times },
      log: createLog((text) => void (log += text), 'debug'),
    }, stop.signal);
    onTestFinished(() => cluster.leave('finished'));
    return { ...cluster, log: () => log, stop: () => stop.abort(), get stopReason() { return stop.signal.reason; } };
  });
}

export const everywhere = <T>(hosts: readonly TestHost[], act: (host: TestHost) => Promise<T>): Promise<T[]> => Promise.all(hosts.map(act));

/** What each promise is rejected with, as text. */
export async function reasons(promises: readonly Promise<unknown>[]): Promise<string[]> {
  const ends = await Promise.allSettled(promises);
  return ends.map((end) => end.status === 'rejected' ? String((end.reason as Error).message) : 'no error');
}
