import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { GREETING_BYTES, greetingOf, rankOf } from './greeting';
import type { ClusterNetwork, Place } from './host-network';
import { shownTime, type ClusterTimes } from './settings';
import { SocketBytes } from './socket-bytes';
import { oneLine } from '../../shared/one-line';
import { RuntimeError } from '../../shared/runtime-error';

/** An open connection whose other end is a host of this job. */
export interface Connection {
  readonly socket: Socket;
  readonly bytes: SocketBytes;
}

export interface Dialing {
  readonly network: ClusterNetwork;
  readonly times: ClusterTimes;
  readonly token: Buffer;
  readonly ownRank: number;
  /** Longest wait for an answer. Unit: ms. */
  readonly timeoutMs: number;
  /** Ends the dialing. */
  readonly signal: AbortSignal;
}

const codeOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? oneLine(message);
};

async function greet(place: Place, rank: number, withinMs: number, { token, ownRank, signal }: Dialing): Promise<Connection> {
  const socket = connect({ host: place.address, port: place.port });
  const giveUp = () => void socket.destroy();
  signal.addEventListener('abort', giveUp);
  // As long as there is time at all: the peer may be computing, and its kernel accepts connections for it meanwhile.
  const timer = setTimeout(() => socket.destroy(new Error('it does not answer')), withinMs);
  try {
    const bytes = new SocketBytes(socket);
    await once(socket, 'connect', { signal });
    socket.write(greetingOf(ownRank, token));
    const answer = rankOf(await bytes.fill(Buffer.alloc(GREETING_BYTES)), token);
    if (answer !== rank) throw new Error('what answers is not that host of this job');
    return { socket, bytes };
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

/** Looks for the name until it resolves, or the time is up for all. */
async function locate(host: string, msLeft: () => number, { network, times, timeoutMs, signal }: Dialing): Promise<Place> {
  const startedAt = performance.now();
  for (let pause = times.firstRetry; ; pause = Math.min(2 * pause, times.longestNameRetry)) {
    try {
      return await network.placeOf(host);
    } catch (error) {
      const left = times.nameTimeout - (performance.now() - startedAt);
      if (left <= 0) throw new RuntimeError('SMA_RUN_CLUSTER_NAME', host, shownTime(times.nameTimeout), codeOf(error));
      if (msLeft() <= 0) throw new RuntimeError('SMA_RUN_CLUSTER_CONNECT', host, shownTime(timeoutMs), codeOf(error));
      await sleep(Math.min(pause, left, msLeft()), undefined, { signal });
    }
  }
}

/**
 * Connects to a peer: waits for its name to resolve, then for the peer to listen, which it does when it first needs its peers.
 * @throws RuntimeError SMA_RUN_CLUSTER_NAME, SMA_RUN_CLUSTER_CONNECT
 */
export async function dialPeer(host: string, rank: number, dialing: Dialing): Promise<Connection> {
  const { times, timeoutMs, signal } = dialing;
  const startedAt = performance.now();
  const msLeft = (): number => timeoutMs - (performance.now() - startedAt);
  for (let pause = times.firstRetry; ; pause = Math.min(2 * pause, times.longestConnectRetry)) {
    const place = await locate(host, msLeft, dialing);
    try {
      return await greet(place, rank, msLeft(), dialing);
    } catch (error) {
      if (signal.aborted) throw error;
      if (msLeft() <= 0) throw new RuntimeError('SMA_RUN_CLUSTER_CONNECT', host, shownTime(timeoutMs), codeOf(error));
      await sleep(Math.min(pause, msLeft()), undefined, { signal });
    }
  }
}
