import { isLosslessNumber, parse, stringify } from 'lossless-json';
import Papa from 'papaparse';
import type { Json } from './json-path';
import { BATCH_JOIN_KEYS } from '../../../contract/batch-transform';
import { MEDIA_TYPE, mediaType } from '../../../contract/media-types';

/** How one record of a media type is read and written. */
export interface RecordFormat {
  /** As the service's log names it. */
  readonly name: 'CSV' | 'JSON';
  /** Throws an Error in words. */
  parse(text: string): Json;
  render(value: Json): string;
  /** The record with the result, as JoinSource Input makes it. */
  join(record: Json, result: Json): Json;
}

const CSV: RecordFormat = {
  name: 'CSV',
  parse(text) {
    const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',' });
    if (errors.length > 0) throw new Error(errors[0].message);
    if (data.length > 1) throw new Error('it holds more than one row');
    return data[0] ?? [];
  },
  render: (value) => (Array.isArray(value) ? value : [value]).map(field).join(','),
  join: (record, result) => [...(record as Json[]), ...(result as Json[])],
};

/** Numbers stay as they are written: an id of 19 digits comes out as it went in. Of a name that is there twice the last value counts. */
const JSON_VALUE: RecordFormat = {
  name: 'JSON',
  parse: (text) => parse(text, undefined, { onDuplicateKey: ({ newValue }) => newValue }) as Json,
  render: (value) => stringify(value)!,
  join: (record, result) => (typeof record === 'object' && record !== null && !Array.isArray(record) && !isLosslessNumber(record)
    ? { ...record, [BATCH_JOIN_KEYS.output]: result } : { [BATCH_JOIN_KEYS.input]: record, [BATCH_JOIN_KEYS.output]: result }),
};

/** By RFC 4180: quotes only where they are needed, spaces stay. */
function field(value: Json): string {
  const text = typeof value === 'string' ? value : JSON_VALUE.render(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The format of a type that data processing understands. */
export const formatOf = (contentType: string): RecordFormat => (mediaType(contentType) === MEDIA_TYPE.csv ? CSV : JSON_VALUE);
