import type { CollectiveOptions, Leaving, OwnedCluster } from './cluster';
import { Collectives } from './collectives';
import { runAllReduce, runBarrier, runBroadcast } from './exchange';
import type { MeetingPlace } from './meet-peers';
import { REDUCTIONS, type Reduction } from './reduce';
import { didYouMean } from '../../shared/did-you-mean';

function assertReducible(values: unknown, reduction: Reduction): void {
  if (!(values instanceof Float64Array)) throw new TypeError('job.cluster.allReduce takes a Float64Array');
  if (!REDUCTIONS.includes(reduction)) {
    throw new TypeError(`job.cluster.allReduce takes "${REDUCTIONS.join('", "')}", not "${reduction}"${didYouMean(reduction, REDUCTIONS)}`);
  }
}

/** @param signal aborts when the job is asked to stop */
export function createCluster(place: MeetingPlace, signal: AbortSignal): OwnedCluster {
  const { facts } = place;
  const isAlone = facts.hosts.length === 1;
  const together = new Collectives(place, signal);
  return {
    ...facts,
    async ready(options?: CollectiveOptions) {
      if (!isAlone) await together.ready(options);
    },
    async barrier(options?: CollectiveOptions) {
      if (!isAlone) await together.run('barrier', 0, options, runBarrier);
    },
    async broadcast<T>(value: T, options?: CollectiveOptions) {
      if (isAlone) return value;
      return together.run('broadcast', 0, options, (step, rank, peers) => runBroadcast(value, step, rank, peers));
    },
    async allReduce(values: Float64Array, reduction: Reduction, options?: CollectiveOptions) {
      assertReducible(values, reduction);
      if (!isAlone) await together.run(reduction, values.length, options, (...step) => runAllReduce(values, reduction, ...step));
      return values;
    },
    leave: (how: Leaving) => together.leave(how),
  };
}
