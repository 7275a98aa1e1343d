/*
 * What hosts say to each other, as bytes. A frame is a header of 24 bytes and a payload of the length that the header states;
 * numbers are little-endian, like the memory of every instance type, so that arrays of numbers travel as they lie in memory.
 */

/** What the hosts do together. */
export type StepKind = 'barrier' | 'broadcast' | 'sum' | 'mean' | 'max' | 'min';

/** One operation, as all hosts must see it. */
export interface Step {
  /** Counts the operations of the job, from 1. */
  readonly sequence: number;
  readonly kind: StepKind;
  /** How many numbers are reduced; 0 for the other kinds. */
  readonly count: number;
}

/** A part of an operation, or the last thing that a host says. */
export type FrameType = 'message' | 'finished' | 'stopped' | 'failed';

export interface Frame extends Step {
  readonly type: FrameType;
  /** Unit: bytes. */
  readonly payloadBytes: number;
}

export const HEADER_BYTES = 24;

const MAGIC = 0x4d53_4146;
const TYPES: readonly FrameType[] = ['message', 'finished', 'stopped', 'failed'];
const KINDS: readonly StepKind[] = ['barrier', 'broadcast', 'sum', 'mean', 'max', 'min'];

export function headerOf({ type, sequence, kind, count, payloadBytes }: Frame): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt8(TYPES.indexOf(type), 4);
  bytes.writeUInt8(KINDS.indexOf(kind), 5);
  bytes.writeUInt32LE(sequence, 8);
  bytes.writeUIntLE(count, 12, 6);
  bytes.writeUIntLE(payloadBytes, 18, 6);
  return bytes;
}

/** @returns undefined when the bytes are no header of ours */
export function parseHeader(bytes: Buffer): Frame | undefined {
  const [type, kind] = [TYPES[bytes.readUInt8(4)], KINDS[bytes.readUInt8(5)]];
  if (bytes.readUInt32LE(0) !== MAGIC || type === undefined || kind === undefined || bytes.readUInt16LE(6) !== 0) return undefined;
  return { type, kind, sequence: bytes.readUInt32LE(8), count: bytes.readUIntLE(12, 6), payloadBytes: bytes.readUIntLE(18, 6) };
}

export const isSameStep = (one: Step, other: Step): boolean =>
  one.sequence === other.sequence && one.kind === other.kind && one.count === other.count;

/** `barrier 3`, or `allReduce 4 (sum of 10 numbers)`. */
export function describeStep({ sequence, kind, count }: Step): string {
  if (kind === 'barrier' || kind === 'broadcast') return `${kind} ${sequence}`;
  return `allReduce ${sequence} (${kind} of ${count} number${count === 1 ? '' : 's'})`;
}
