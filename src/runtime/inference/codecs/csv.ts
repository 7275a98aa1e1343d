import Papa from 'papaparse';
import type { Codec } from './codec';
import { plainPrediction } from './plain-prediction';
import { RuntimeError } from '../../shared/runtime-error';

const isBlank = (row: readonly string[]): boolean => row.length === 1 && row[0].trim() === '';

/** Without quotes a line is a record and a comma a border: nothing to parse. */
function decodeUnquoted(text: string): string[][] {
  const records: string[][] = [];
  for (const row of (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text).split('\n')) {
    if (row.trim() !== '') records.push(row.split(','));
  }
  return records;
}

function decodeQuoted(text: string): string[][] {
  const newline = text.includes('\n') ? '\n' : '\r';
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline, header: false });
  const [error] = errors;
  if (error) {
    const number = data.slice(0, error.row ?? 0).filter((row) => !isBlank(row)).length + 1;
    throw new RuntimeError('SMA_RUN_BODY', `record ${number}: ${error.message.toLowerCase()}`);
  }
  // Lines may end in \r\n here and \n there: with \n as border the other half sticks to the last column.
  if (text.includes('\r\n')) for (const row of data) row[row.length - 1] = row[row.length - 1].replace(/\r$/, '');
  return data.filter((row) => !isBlank(row));
}

const NEEDS_QUOTES = /[",\r\n]/;

function column(value: unknown, index: number): string {
  switch (typeof value) {
    case 'number': case 'boolean': case 'bigint': return String(value);
    case 'string': return NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
    case 'undefined': return '';
    default:
      if (value === null) return '';
      throw new RuntimeError('SMA_RUN_PREDICTIONS', `gave an object inside prediction ${index + 1}; text/csv holds scalars and arrays of scalars`);
  }
}

function line(prediction: unknown, index: number): string {
  const value = plainPrediction(prediction);
  const text = Array.isArray(value) ? value.map((item) => column(item, index)).join(',') : column(value, index);
  // An empty line would not count as a record.
  return text === '' ? '""' : text;
}

/** `text/csv`: no header row; quoted fields by RFC 4180; blank lines are no records. One line a prediction, one line break at the end. */
export const csvCodec: Codec = {
  decode: (text) => text.includes('"') ? decodeQuoted(text) : decodeUnquoted(text),
  encode(predictions) {
    let text = '';
    for (let index = 0; index < predictions.length; index++) text += `${line(predictions[index], index)}\n`;
    return text;
  },
};
