import type { CollectiveOptions } from './cluster';
import {
  CLUSTER_LEAVE_TIMEOUT_MS, COLLECTIVE_TIMEOUT_MS, GREETING_TIMEOUT_MS, PEER_NAME_RETRY_MS, PEER_NAME_TIMEOUT_MS, PEER_STOP_TIMEOUT_MS,
} from '../../../contract/cluster';

/** How long a host waits for what. Unit: ms. */
export interface ClusterTimes {
  readonly nameTimeout: number;
  readonly collectiveTimeout: number;
  readonly greetingTimeout: number;
  readonly leaveTimeout: number;
  readonly stopTimeout: number;
  readonly firstRetry: number;
  readonly longestNameRetry: number;
  /** How often the log tells which peers are missing. */
  readonly missingTold: number;
  /** A peer whose name resolves is asked more often: it may only be busy with its data. */
  readonly longestConnectRetry: number;
}

export const CLUSTER_TIMES: ClusterTimes = {
  nameTimeout: PEER_NAME_TIMEOUT_MS,
  collectiveTimeout: COLLECTIVE_TIMEOUT_MS,
  greetingTimeout: GREETING_TIMEOUT_MS,
  leaveTimeout: CLUSTER_LEAVE_TIMEOUT_MS,
  stopTimeout: PEER_STOP_TIMEOUT_MS,
  firstRetry: PEER_NAME_RETRY_MS.first,
  longestNameRetry: PEER_NAME_RETRY_MS.longest,
  missingTold: 60_000,
  longestConnectRetry: 1_000,
};

/** Longest time of a timer; Node takes a longer one for none. Unit: ms (24 days). */
const TIMER_MAX_MS = 2 ** 31 - 1;

/** The time-out of a call, as a timer takes it. */
export function timeoutOf({ timeoutMs }: CollectiveOptions = {}, { collectiveTimeout }: ClusterTimes): number {
  if (timeoutMs === undefined) return collectiveTimeout;
  if (!(timeoutMs > 0)) throw new TypeError(`timeoutMs is ${timeoutMs}; it must be a number of milliseconds above 0`);
  return Math.min(timeoutMs, TIMER_MAX_MS);
}

/** `15 min`, `1.5 s`: for a reader of an error. */
export const shownTime = (ms: number): string => ms >= 60_000 ? `${ms / 60_000} min` : `${ms / 1000} s`;
