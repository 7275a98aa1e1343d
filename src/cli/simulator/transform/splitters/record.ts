import type { SplitType } from '../../../../contract/create-algorithm';
import { count } from '../../../quantities';
import { ObjectFailure } from '../object-failure';

/** One record of an input object. */
export interface ObjectRecord {
  /** As it stands in the object, framing and padding included. */
  readonly framed: Buffer;
  /** Without framing; a line keeps its end. */
  readonly payload: Buffer;
}

export type Bytes = AsyncIterable<Uint8Array>;

export interface SplitLimits {
  /** Largest payload of one record; `Infinity` where the job has no limit. Unit: bytes. */
  readonly maxRecordBytes: number;
}

/** Records of an object, one after the other; holds one record at a time. */
export type Splitter = (bytes: Bytes, limits: SplitLimits) => AsyncIterable<ObjectRecord>;

/** @param size unit: bytes; of a record that is not read to its end, what was read */
export const recordTooLarge = (record: number, size: number, { maxRecordBytes }: SplitLimits): ObjectFailure => new ObjectFailure(
  'client', `record ${record} has ${count(size, 'byte')} or more; one request takes ${count(maxRecordBytes, 'byte')} (MaxPayloadInMB)`);

/** The object is not what the job's split type says. */
export const notSplittable = (splitType: SplitType, record: number, problem: string): ObjectFailure => new ObjectFailure(
  'client', `the object is not ${splitType}: record ${record} ${problem}`);
