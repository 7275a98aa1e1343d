import type { Readable } from 'node:stream';
import { assertOptions, type NumberOptions, type ReadOptions, type RecordOptions } from './channels/channel-options';
import type { ChannelFacts, ChannelSource, ChannelSurroundings } from './channels/channel-source';
import { FolderSource } from './channels/folder-source';
import { PipeSource } from './channels/pipe-source';
import { RecordReaders } from './channels/record-readers';
import { mediaType } from '../../contract/media-types';
import type { NumberBatch } from '../shared/number-batch';

/**
 * One channel of the job's input. Everything but {@link Channel.files} reads in every input mode, so that an algorithm need
 * not know in which one its data arrives.
 *
 * What is read comes as a stream: no more of it is in memory than a few chunks and one record, and it is read no faster than
 * it is used. Leaving a `for await` early is fine and closes the FIFO or file. When the job is asked to stop, reading ends
 * with an `AbortError`; an algorithm that lets it through stops as asked.
 */
export interface Channel<MediaType extends string = string> extends ChannelFacts {
  /** The content type without its parameters: one of the declared ones, so that the compiler sees whether each is handled. */
  readonly mediaType: MediaType;
  /**
   * All files of the channel at any depth: absolute paths, sorted by code unit, so that every run sees the same order.
   * Hidden files and folders (a leading dot) and files without content are left out: tools such as Spark and the S3 console
   * leave markers of both kinds. An empty channel gives `[]`; a host may get no file at all when data is sharded.
   * @throws RuntimeError SMA_RUN_CHANNEL_NO_FILES in Pipe mode
   */
  files(): Promise<string[]>;
  /**
   * The bytes of one pass over the channel. In File and FastFile mode the files one after the other, files ending in `.gz`
   * inflated; in Pipe mode the FIFO of the epoch, which is waited for, and which is opened after the one before is closed.
   * @param epoch from 0; left out: the next one
   * @throws RuntimeError SMA_RUN_EPOCH, SMA_RUN_READ_OPTION; while reading SMA_RUN_PIPE_TIMEOUT, SMA_RUN_PIPE_NOT_FIFO, SMA_RUN_RECORD
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
   */
  open(epoch?: number, options?: Omit<ReadOptions, 'epoch'>): Readable;
  /**
   * Lines of text (UTF-8) without their ends (`\n` or `\r\n`), empty ones included; every file, and every object in a RecordIO
   * frame, begins a new line. In Pipe mode without RecordIO objects follow each other without a border: one whose last line
   * has no end is glued to the next.
   * @throws RuntimeError as {@link open}; SMA_RUN_RECORD for a line that is too long
   */
  lines(options?: Omit<RecordOptions, 'as' | 'header'>): AsyncIterableIterator<string>;
  /**
   * Attributes of an augmented manifest: one object for each of its lines. Names and order are those of the channel's
   * `AttributeNames`, which SageMaker does not tell the container; its `RecordWrapperType` has to be RecordIO. The buffers
   * are views of larger ones: copy what you keep.
   * @throws RuntimeError as {@link open}; SMA_RUN_RECORD
   */
  records<Name extends string>(
    options: RecordOptions & { readonly attributes: readonly Name[] },
  ): AsyncIterableIterator<Readonly<Record<Name, Buffer>>>;
  /**
   * Rows of CSV as numbers, all of the same length; {@link numbers} gives the same in batches, with less for each row to do.
   * @throws RuntimeError as {@link open}; SMA_RUN_RECORD
   */
  records(options: NumberOptions & { readonly numbers: true }): AsyncIterableIterator<Float64Array>;
  /** Rows of CSV, quoted fields by RFC 4180; empty lines are no rows. @throws RuntimeError as {@link open}; SMA_RUN_RECORD */
  records(options: RecordOptions & { readonly as: 'csv' }): AsyncIterableIterator<string[]>;
  /**
   * Payloads of RecordIO frames; records of several parts are joined. The buffers are views of larger ones: copy what you keep.
   * @throws RuntimeError as {@link open}; SMA_RUN_RECORD
   */
  records(options: RecordOptions & { readonly as: 'recordio' }): AsyncIterableIterator<Buffer>;
  /**
   * Records by the channel's content type: `text/csv` gives `string[]` a row, `application/jsonlines` the JSON value of a
   * line, `application/x-recordio(-protobuf)` and RecordIO around other types a `Buffer`. CSV and JSON Lines inside RecordIO
   * frames are unwrapped first. The type parameter is what you know about the records; nothing checks it.
   * @throws RuntimeError as {@link open}; SMA_RUN_RECORD_FORMAT, SMA_RUN_RECORD
   */
  records<T = unknown>(options?: RecordOptions): AsyncIterableIterator<T>;
  /**
   * Rows of CSV as numbers, in batches: the fast way. Every row has the same number of columns. A field is a decimal number,
   * `nan` or `inf` in any case; an empty one is a missing value, NaN. Batches go on over the borders of files;
   * their values are yours to change.
   * @throws RuntimeError as {@link open}; SMA_RUN_RECORD_FORMAT, SMA_RUN_RECORD
   */
  numbers(options?: NumberOptions): AsyncIterableIterator<NumberBatch>;
}

/** All forms of `records` in one. */
type AnyRecordOptions = RecordOptions & { readonly numbers?: boolean; readonly attributes?: readonly string[] };

function recordsOf(readers: RecordReaders, options: AnyRecordOptions): AsyncIterableIterator<unknown> {
  if (options.attributes) return readers.attributes(options.attributes, options);
  return options.numbers ? readers.numberRows(options as NumberOptions) : readers.records(options);
}

function sourceOf(facts: ChannelFacts, world: ChannelSurroundings): ChannelSource {
  return facts.inputMode === 'Pipe' ? new PipeSource(facts, world) : new FolderSource(facts, world);
}

export function createChannel(facts: ChannelFacts, world: ChannelSurroundings): Channel {
  const source = sourceOf(facts, world);
  const readers = new RecordReaders(facts, source);
  return {
    ...facts,
    mediaType: mediaType(facts.contentType),
    files: () => source.files(),
    open(epoch, options) {
      assertOptions({ ...options, epoch });
      return source.open({ ...options, epoch });
    },
    lines: (options = {}) => readers.lines(options),
    // The overloads say which options give what; here they are one.
    records: ((options: AnyRecordOptions = {}) => recordsOf(readers, options)) as Channel['records'],
    numbers: (options = {}) => readers.numbers(options),
  };
}
