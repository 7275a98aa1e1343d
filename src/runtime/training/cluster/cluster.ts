import type { Reduction } from './reduce';
import type { ClusterFacts } from '../read-cluster';

export interface CollectiveOptions {
  /** Longest wait for the other hosts. Unit: ms, above 0; Infinity for as long as the job may take. @default 1_800_000 (30 min) */
  readonly timeoutMs?: number;
}

/**
 * The machines of the job, and what they do together.
 *
 * Every host must make the same calls in the same order; calls that are not awaited take their turn. Hosts connect at the first
 * call, over TCP and among themselves only; the traffic is as private as the job's network
 * (`EnableInterContainerTrafficEncryption` encrypts it). Memory of one call: about as much again as what is sent.
 *
 * With one host every call ends at once and changes nothing, so the same code trains on one host and on many. All calls reject
 * with the reason of `job.signal` when the job is asked to stop, and with a RuntimeError that names the host when one is gone,
 * has failed, or makes other calls: SMA_RUN_CLUSTER_….
 *
 * Once two hosts are connected, each notices at once when the other fails or its process is killed; when its machine vanishes, about
 * 20 s later, or as late as the kernel gives up (about 15 min) where something was on its way to it. A call that waits rejects then,
 * and so does every later one. A host that fails before it has connected, in its
 * input, in the loading of its module or in what the handler does before the first call, is missed only by the time-out of the
 * others' first call (SMA_RUN_CLUSTER_CONNECT), or by the 15 min for which a name may not resolve (SMA_RUN_CLUSTER_NAME). Where the
 * handler begins with `await job.cluster.ready()`, nothing that it does on its own comes before.
 */
export interface Cluster extends ClusterFacts {
  /**
   * Waits until all hosts are connected. Other calls do it as well; a handler that awaits it first notices from then on that a host
   * is lost. How much later than others a host may come to a call after it is said by the time-out of that call.
   */
  ready(options?: CollectiveOptions): Promise<void>;
  /** Waits until all hosts have come here. */
  barrier(options?: CollectiveOptions): Promise<void>;
  /**
   * The leader's value, on every host; what other hosts pass is not looked at.
   * @param value bytes, or what `structuredClone` can copy; at most 1 GiB
   */
  broadcast<T>(value: T, options?: CollectiveOptions): Promise<T>;
  /**
   * Combines the numbers of all hosts, place by place, and overwrites `values` with the result: to the bit the same on all hosts
   * and in all runs, because numbers are combined in the order of ranks (`((a1 + a2) + a3) + …`).
   * @param values as many on every host; not to be touched until the promise settles, and worth nothing when it rejects
   * @param reduction NaN wins in `max` and `min`
   * @returns `values`
   */
  allReduce(values: Float64Array, reduction: Reduction, options?: CollectiveOptions): Promise<Float64Array>;
}

/** How this host leaves its peers: done, stopped by SageMaker, or with an error. */
export type Leaving = 'finished' | 'stopped' | { readonly error: unknown };

/** A {@link Cluster} with what the owner of the job needs to know at its end. */
export interface OwnedCluster extends Cluster {
  /** Tells the peers, lets them read what they have been sent, and closes all connections. Never rejects. */
  leave(how: Leaving): Promise<void>;
}
