import { quoted, quotedList } from '../../../contract/quoted';
import { RuntimeError } from '../../shared/runtime-error';

/** How the bytes of a channel are opened. */
export interface ReadOptions {
  /**
   * Which pass over the channel, from 0. In Pipe mode epochs come in order, each once; in File and FastFile mode each pass
   * reads the same files, and the number has no meaning.
   * @default - the next one
   */
  readonly epoch?: number;
  /**
   * Whether the data is inflated (gzip, several members one after the other included). File mode hands over what is stored;
   * in Pipe mode a channel with `CompressionType: Gzip` is inflated before it arrives.
   * @default - in File and FastFile mode files whose name ends in `.gz`, but not `.tar.gz`; in Pipe mode false
   */
  readonly gunzip?: boolean;
  /**
   * Pipe mode: the longest wait for a FIFO to appear, for its writer, and for more bytes. Unit: s.
   * @default 600
   */
  readonly waitMaxSeconds?: number;
}

/** Formats whose records {@link Channel.records} finds. */
export type RecordFormat = 'csv' | 'jsonlines' | 'recordio';

/** How records are read. */
export interface RecordOptions extends ReadOptions {
  /** @default - by the content type of the channel */
  readonly as?: RecordFormat;
  /**
   * CSV: whether the first row of each file is a header to leave out. In Pipe mode a stream has one beginning whatever
   * number of objects it holds; with RecordIO around the objects each has its own.
   * @default false
   */
  readonly header?: boolean;
  /**
   * Longest record, also line, that is taken: what bounds the memory when the data is not what it seems. Objects in RecordIO
   * frames may be longer, where lines or records are read from them. Unit: bytes.
   * @default 134217728 (128 MiB)
   */
  readonly recordMaxBytes?: number;
}

/** How rows of numbers are read. */
export interface NumberOptions extends RecordOptions {
  /** @default - by the content type of the channel, which has to be CSV then */
  readonly as?: 'csv';
  /**
   * Rows in a batch; the last one of an epoch may have fewer.
   * @default 1024
   */
  readonly batchRows?: number;
}

export const WAIT_MAX_SECONDS = 600;
export const RECORD_MAX_BYTES = 128 * 1024 * 1024;
export const BATCH_ROWS = 1024;

function refuseUnless(holds: boolean, option: string, value: unknown, rule: string): void {
  if (!holds) throw new RuntimeError('SMA_RUN_READ_OPTION', option, quoted(String(value)), rule);
}

const isCount = (value: number, least: number): boolean => Number.isSafeInteger(value) && value >= least;

const FORMATS: readonly string[] = ['csv', 'jsonlines', 'recordio'] satisfies RecordFormat[];

/** @throws RuntimeError SMA_RUN_READ_OPTION */
export function assertOptions(options: RecordOptions & Pick<NumberOptions, 'batchRows'>): void {
  const { epoch = 0, as = 'csv', waitMaxSeconds = WAIT_MAX_SECONDS, recordMaxBytes = RECORD_MAX_BYTES, batchRows = BATCH_ROWS } = options;
  refuseUnless(FORMATS.includes(as), 'as', as, `one of ${quotedList(FORMATS)}`);
  refuseUnless(isCount(epoch, 0), 'epoch', epoch, 'a whole number from 0');
  refuseUnless(waitMaxSeconds > 0, 'waitMaxSeconds', waitMaxSeconds, 'a number of seconds above 0');
  refuseUnless(isCount(recordMaxBytes, 1), 'recordMaxBytes', recordMaxBytes, 'a whole number from 1');
  refuseUnless(isCount(batchRows, 1), 'batchRows', batchRows, 'a whole number from 1');
}
