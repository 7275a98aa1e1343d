import { bytesCodec } from './bytes';
import { csvCodec } from './csv';
import { jsonCodec } from './json';
import { jsonLinesCodec } from './json-lines';
import { npyCodec } from './npy';
import { MEDIA_TYPE } from '../../../contract/media-types';
import type { NumberForm } from '../numbers/number-form';
import type { NumberRecords } from '../numbers/number-records';

/** What a body holds. */
export interface Decoded {
  /** Those that could be decoded, in order. */
  readonly records: readonly unknown[];
  /** What is wrong with those that could not, by their place among all; absent when there is none. */
  readonly bad?: ReadonlyMap<number, string>;
}

/** Writes predictions one after the other. A piece may be empty. */
export interface Encoding {
  /** What stands before the first prediction. */
  start(): string | Uint8Array;
  /** @throws RuntimeError SMA_RUN_PREDICTIONS when the format cannot hold the prediction */
  next(prediction: unknown, index: number): string | Uint8Array;
  /** What stands behind the last. */
  end(): string | Uint8Array;
}

/** Bytes to records and predictions to text or bytes, for one media type. */
export interface Codec {
  /** Most predictions that an answer can hold. @default - any number */
  readonly predictionsMax?: number;
  /**
   * @param contentType the header as it came
   * @throws RuntimeError SMA_RUN_BODY (400) for a body without borders of records; SMA_RUN_CHARSET (415)
   */
  decode(body: Buffer, contentType: string | undefined): Decoded;
  /**
   * Rows of numbers by a way that is shorter than {@link decode}; absent where there is none.
   * @returns undefined when there is anything else in the body
   * @throws RuntimeError SMA_RUN_CHARSET (415)
   */
  numbers?(body: Buffer, contentType: string | undefined, form: NumberForm): NumberRecords | undefined;
  /** @throws RuntimeError SMA_RUN_PREDICTIONS when the format cannot hold a prediction */
  encode(predictions: readonly unknown[]): string | Uint8Array;
  /**
   * @param count of all predictions that will come
   * @param isPart whether they are part of an answer: what stands around all predictions is left out
   */
  encoding(count: number, isPart: boolean): Encoding;
  /** What stands in the place of a prediction for a bad record. */
  placeholder(message: string): unknown;
}

/** By media type. */
export const CODECS: ReadonlyMap<string, Codec> = new Map<string, Codec>([
  [MEDIA_TYPE.csv, csvCodec],
  [MEDIA_TYPE.json, jsonCodec],
  [MEDIA_TYPE.jsonLines, jsonLinesCodec],
  [MEDIA_TYPE.jsonl, jsonLinesCodec],
  [MEDIA_TYPE.xJsonLines, jsonLinesCodec],
  [MEDIA_TYPE.npy, npyCodec],
  [MEDIA_TYPE.bytes, bytesCodec],
]);
