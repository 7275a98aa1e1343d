import { setMaxListeners } from 'node:events';
import type { CollectiveOptions, Leaving } from './cluster';
import type { Connection } from './dial-peer';
import { describeStep, type Step, type StepKind } from './frame';
import { meetPeers, type MeetingPlace } from './meet-peers';
import { Peer, type Blame } from './peer';
import { shownTime, timeoutOf } from './settings';
import { describeError } from '../../shared/describe-error';
import { RuntimeError } from '../../shared/runtime-error';

type Work<T> = (step: Step, ownRank: number, peers: readonly Peer[]) => Promise<T>;

/** The operations of one host: one after the other, until the first that cannot be carried out ends them all. */
export class Collectives {
  private readonly peers: Peer[] = [];
  private readonly ending = new AbortController();
  private readonly whenEnded: Promise<never>;
  private lastTurn: Promise<unknown> = Promise.resolve();
  private meeting: Promise<void> | undefined;
  private sequence = 0;

  constructor(private readonly place: MeetingPlace, private readonly stop: AbortSignal) {
    setMaxListeners(0, this.ending.signal);
    this.whenEnded = new Promise((_resolve, reject) => {
      this.ending.signal.addEventListener('abort', () => reject(this.ending.signal.reason), { once: true });
    });
    // Whoever waits is told; where nobody waits, nobody has to know.
    this.whenEnded.catch(() => {});
    if (stop.aborted) this.stopNow();
    else stop.addEventListener('abort', () => this.stopNow(), { once: true });
  }

  async ready(options?: CollectiveOptions): Promise<void> {
    this.ending.signal.throwIfAborted();
    this.meeting ??= this.meet(timeoutOf(options, this.place.times));
    await Promise.race([this.meeting, this.whenEnded]);
  }

  /** Takes its turn after the operations that were called before. */
  run<T>(kind: StepKind, count: number, options: CollectiveOptions | undefined, work: Work<T>): Promise<T> {
    const step: Step = { sequence: ++this.sequence, kind, count };
    const turn = this.lastTurn.then(() => this.inTurn(step, options, work));
    this.lastTurn = turn.catch(() => {});
    return turn;
  }

  async leave(how: Leaving): Promise<void> {
    if (typeof how === 'object') this.fail(how.error, this.ownBlame(how.error));
    else this.end(new Error('this host has left the cluster'), how);
    await Promise.all(this.peers.map((peer) => peer.closed(this.place.times.leaveTimeout)));
    // Names of hosts are still being looked for, perhaps.
    await this.meeting?.catch(() => {});
  }

  private async inTurn<T>(step: Step, options: CollectiveOptions | undefined, work: Work<T>): Promise<T> {
    const timeoutMs = timeoutOf(options, this.place.times);
    await this.ready(options);
    for (const peer of this.peers) peer.hold(true);
    const timer = setTimeout(() => this.timeUp(step, timeoutMs), timeoutMs);
    try {
      const done = work(step, this.place.facts.rank, this.peers);
      done.catch((error: unknown) => this.fail(error, this.ownBlame(error)));
      return await Promise.race([done, this.whenEnded]);
    } finally {
      clearTimeout(timer);
      for (const peer of this.peers) peer.hold(false);
    }
  }

  private async meet(timeoutMs: number): Promise<void> {
    const telling = setInterval(() => this.tellMissing(), this.place.times.missingTold);
    try {
      await meetPeers(this.place, (rank, connection) => this.met(rank, connection), timeoutMs, this.ending.signal);
      this.peers.sort((a, b) => a.rank - b.rank);
      for (const peer of this.peers) peer.hold(false);
      this.place.log.info(`connected with the other hosts: ${this.peers.map(({ host }) => host).join(', ')}`);
    } catch (error) {
      this.fail(error, this.ownBlame(error));
      throw error;
    } finally {
      clearInterval(telling);
    }
  }

  private tellMissing(): void {
    const { facts: { hosts, rank }, log } = this.place;
    const missing = hosts.filter((_host, other) => other !== rank && !this.peers.some((peer) => peer.rank === other));
    log.info(`still waits for ${missing.join(', ')} to connect`);
  }

  private met(rank: number, { socket, bytes }: Connection): void {
    if (this.ending.signal.aborted) return void socket.destroy();
    this.peers.push(new Peer(rank, this.place.facts.hosts[rank], socket, bytes, {
      broken: (error, blame) => this.fail(error, blame),
      stopped: (peer) => this.peerStopped(peer),
    }));
  }

  /** A peer that was asked to stop is a little early: this host will be asked as well, and until then waits where it waits. */
  private peerStopped({ host }: Peer): void {
    const { stopTimeout } = this.place.times;
    const error = new RuntimeError('SMA_RUN_CLUSTER_PEER_ENDED', host, 'was asked to stop', `work, and was not asked within ${shownTime(stopTimeout)}`);
    const timer = setTimeout(() => this.fail(error, { host, reason: 'it was asked to stop' }), stopTimeout);
    this.ending.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  private timeUp(step: Step, timeoutMs: number): void {
    const missing = this.peers.filter((peer) => peer.isAwaited).map(({ host }) => host).join(', ');
    const error = new RuntimeError('SMA_RUN_CLUSTER_TIMEOUT', missing || 'the peers', describeStep(step), shownTime(timeoutMs));
    this.fail(error, this.ownBlame(error));
  }

  private stopNow(): void {
    this.end(this.stop.reason, 'stopped');
  }

  private ownBlame(error: unknown): Blame {
    return { host: this.place.facts.currentHost, reason: describeError(error) };
  }

  private fail(error: unknown, blame: Blame): void {
    this.end(error, 'failed', blame);
  }

  private end(reason: unknown, farewell: 'finished' | 'stopped' | 'failed', blame?: Blame): void {
    if (this.ending.signal.aborted) return;
    this.ending.abort(reason);
    for (const peer of this.peers) peer.leave(farewell, blame);
  }
}
