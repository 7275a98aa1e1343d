import { csvCodec } from './csv';
import { jsonCodec } from './json';
import { jsonLinesCodec } from './json-lines';
import { MEDIA_TYPE } from '../../../contract/media-types';

/** Text to records and predictions to text, for one media type. */
export interface Codec {
  /**
   * @returns one entry a record
   * @throws RuntimeError SMA_RUN_BODY (400), which names the record, counted from 1
   */
  decode(text: string): readonly unknown[];
  /** @throws RuntimeError SMA_RUN_PREDICTIONS when the format cannot hold a prediction */
  encode(predictions: readonly unknown[]): string;
}

/** By media type. */
export const CODECS: ReadonlyMap<string, Codec> = new Map<string, Codec>([
  [MEDIA_TYPE.csv, csvCodec],
  [MEDIA_TYPE.json, jsonCodec],
  [MEDIA_TYPE.jsonLines, jsonLinesCodec],
]);
