import { setMaxListeners } from 'node:events';
import { dialPeer, type Connection } from './dial-peer';
import { tokenOf } from './greeting';
import type { ClusterNetwork } from './host-network';
import { PeerListener } from './peer-listener';
import { shownTime, type ClusterTimes } from './settings';
import type { Log } from '../../shared/log';
import { RuntimeError } from '../../shared/runtime-error';
import type { ClusterFacts } from '../read-cluster';

/** What meeting the peers needs of the world around it. */
export interface MeetingPlace {
  readonly facts: ClusterFacts;
  readonly jobName: string | undefined;
  readonly network: ClusterNetwork;
  readonly times: ClusterTimes;
  readonly log: Log;
}

/** Rejects when the meeting is called off, or when hosts that should have called have not done so in time. */
function timeUp({ facts }: MeetingPlace, listener: PeerListener, timeoutMs: number, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => {
      const missing = facts.hosts.filter((_host, rank) => rank > facts.rank && !listener.hasArrived(rank));
      // Those that are called time out by themselves, and it is known better why.
      if (missing.length > 0) reject(new RuntimeError('SMA_RUN_CLUSTER_CONNECT', missing.join(', '), shownTime(timeoutMs), 'nothing was heard of it'));
    }, timeoutMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}

/**
 * Connects this host with every other one: it calls those of lower rank and is called by the others. Ends when all are met.
 * @param met gets each peer's connection as soon as it stands
 * @param signal calls the meeting off
 * @throws RuntimeError SMA_RUN_CLUSTER_LISTEN, SMA_RUN_CLUSTER_NAME, SMA_RUN_CLUSTER_CONNECT
 */
export async function meetPeers(
  place: MeetingPlace, met: (rank: number, connection: Connection) => void, timeoutMs: number, signal: AbortSignal,
): Promise<void> {
  const { facts: { hosts, rank: ownRank }, network, times, log } = place;
  const token = tokenOf(place.facts, place.jobName);
  const listener = new PeerListener(ownRank, hosts.length, token, times, log);
  const ended = new AbortController();
  const giveUp = AbortSignal.any([signal, ended.signal]);
  // One listener for each host that is called; without a limit of ten nothing is printed of a leak that is none.
  setMaxListeners(0, giveUp);
  try {
    if (ownRank < hosts.length - 1) await listener.open(network);
    const dialing = { network, times, token, ownRank, timeoutMs, signal: giveUp };
    const meetings = hosts.map(async (host, rank) => {
      if (rank === ownRank) return;
      met(rank, await (rank < ownRank ? dialPeer(host, rank, dialing) : listener.arrival(rank)));
    });
    await Promise.race([Promise.all(meetings), timeUp(place, listener, timeoutMs, giveUp)]);
  } finally {
    ended.abort();
    listener.close();
  }
}
