import Papa from 'papaparse';
import type { Json } from './json-path';
import { MEDIA_TYPE, mediaType } from '../../../contract/media-types';

/** How one record of a media type is read and written. */
export interface RecordFormat {
  /** As the service's log names it. */
  readonly name: 'CSV' | 'JSON';
  /** Throws an Error in words. */
  parse(text: string): Json;
  render(value: Json): string;
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
};

const JSON_VALUE: RecordFormat = { name: 'JSON', parse: (text) => JSON.parse(text) as Json, render: (value) => JSON.stringify(value) };

/** By RFC 4180: quotes only where they are needed, spaces stay. */
function field(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The format of a type that data processing understands. */
export const formatOf = (contentType: string): RecordFormat => (mediaType(contentType) === MEDIA_TYPE.csv ? CSV : JSON_VALUE);
