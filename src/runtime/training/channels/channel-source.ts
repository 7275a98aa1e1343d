import type { Readable } from 'node:stream';
import type { ReadOptions } from './channel-options';
import type { InputMode } from '../../../contract/algorithm-spec';
import type { Log } from '../../shared/log';

/** What the job says about a channel. */
export interface ChannelFacts {
  readonly name: string;
  /** As the job states it, parameters included (`text/csv;label_size=0`); the first declared one when it states none. */
  readonly contentType: string;
  readonly inputMode: InputMode;
  /** Pipe mode: whether each object, or each attribute of an augmented manifest, arrives in a RecordIO frame. */
  readonly recordWrapper: 'None' | 'RecordIO';
  /** Whether each host gets a part of the objects only, possibly none (`ShardedByS3Key`). */
  readonly isSharded: boolean;
  /** The folder of the channel, absolute, read-only; in Pipe mode its FIFOs have this path with `_<epoch>` behind it. */
  readonly path: string;
}

/** What reading needs of the job around it. */
export interface ChannelSurroundings {
  readonly log: Log;
  /** Ends every wait for data. */
  readonly signal: AbortSignal;
}

/** A piece of a channel with a beginning and an end of its own: a file, an epoch, an object of it. */
export interface Part {
  /** For messages: `channel training, file a/b.csv`. */
  readonly place: string;
  readonly chunks: AsyncIterable<Buffer>;
}

/** Where the bytes of a channel come from. */
export interface ChannelSource {
  files(): Promise<string[]>;
  open(options: ReadOptions): Readable;
  parts(options: ReadOptions): AsyncIterable<Part>;
}
