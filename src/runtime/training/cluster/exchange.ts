import { deserialize, serialize } from 'node:v8';
import type { Step } from './frame';
import type { Peer } from './peer';
import { combine, ownerCount, partOf, type Reduction } from './reduce';
import { BROADCAST_MAX_BYTES } from '../../../contract/cluster';

/** The bytes to fill, or undefined when a payload of this length cannot be right. */
type TargetFor = (payloadBytes: number) => Uint8Array | undefined;

const NOTHING = new Uint8Array(0);

const bytesOf = (values: Float64Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Bytes of this length and no other. */
const exactly = (target: Uint8Array): TargetFor => (payloadBytes) => payloadBytes === target.length ? target : undefined;

/**
 * What an operation moves, in two rounds. First every host sends something to each owner, then each owner sends something to
 * every host. The leader is always an owner, so that it sees which hosts have come, and to which operation.
 */
interface Exchange {
  /** The owners are the hosts of the ranks below. */
  readonly owners: number;
  contribution(owner: number): Uint8Array;
  /** Where an owner puts what a peer contributes. */
  contributionTarget(peer: number): TargetFor;
  /** What an owner sends, once it has all contributions. */
  outcome(): Uint8Array;
  /** Where the outcome of an owner goes. */
  outcomeTarget(owner: number): TargetFor;
}

async function run(exchange: Exchange, step: Step, ownRank: number, peers: readonly Peer[]): Promise<void> {
  const owners = peers.filter(({ rank }) => rank < exchange.owners);
  const sent = owners.map((peer) => peer.send(step, exchange.contribution(peer.rank)));
  if (ownRank < exchange.owners) {
    await Promise.all(peers.map((peer) => peer.receive(step, exchange.contributionTarget(peer.rank))));
    const outcome = exchange.outcome();
    sent.push(...peers.map((peer) => peer.send(step, outcome)));
  }
  await Promise.all(owners.map((peer) => peer.receive(step, exchange.outcomeTarget(peer.rank))));
  await Promise.all(sent);
}

/** Ends when all hosts have come. */
export async function runBarrier(step: Step, ownRank: number, peers: readonly Peer[]): Promise<void> {
  const nothing = () => exactly(NOTHING);
  const exchange = { owners: 1, contribution: () => NOTHING, contributionTarget: nothing, outcome: () => NOTHING, outcomeTarget: nothing };
  await run(exchange, step, ownRank, peers);
}

/** @returns the leader's value */
export async function runBroadcast<T>(value: T, step: Step, ownRank: number, peers: readonly Peer[]): Promise<T> {
  let received: Buffer | undefined;
  await run({
    owners: 1,
    contribution: () => NOTHING,
    contributionTarget: () => exactly(NOTHING),
    outcome: () => serialize(value),
    outcomeTarget: () => (payloadBytes) => payloadBytes <= BROADCAST_MAX_BYTES ? (received = Buffer.alloc(payloadBytes)) : undefined,
  }, step, ownRank, peers);
  return received ? deserialize(received) as T : value;
}

/** Overwrites the values with what all hosts have together. */
export async function runAllReduce(
  values: Float64Array, reduction: Reduction, step: Step, ownRank: number, peers: readonly Peer[],
): Promise<void> {
  const owners = ownerCount(values.length, peers.length + 1);
  const part = (owner: number): Float64Array => partOf(values, owner, owners);
  const contributions: Float64Array[] = [];
  contributions[ownRank] = part(ownRank);
  await run({
    owners,
    contribution: (owner) => bytesOf(part(owner)),
    contributionTarget(peer) {
      contributions[peer] = new Float64Array(part(ownRank).length);
      return exactly(bytesOf(contributions[peer]));
    },
    outcome() {
      const outcome = combine(reduction, contributions);
      if (ownRank > 0) part(ownRank).set(outcome);
      return bytesOf(outcome);
    },
    outcomeTarget: (owner) => exactly(bytesOf(part(owner))),
  }, step, ownRank, peers);
}
