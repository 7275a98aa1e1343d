import Papa from 'papaparse';
import type { Codec } from './codec';
import { plainPrediction } from './plain-prediction';
import { RuntimeError } from '../../shared/runtime-error';

/** Whether a piece of text holds line ends only. */
function isEmptyLine(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (text[at] !== '\n' && text[at] !== '\r') return false;
  }
  return true;
}

/** Without quotes a line is a record and a comma a border: nothing to parse. */
function decodeUnquoted(text: string): string[][] {
  const records: string[][] = [];
  for (const row of (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text).split('\n')) {
    if (row !== '') records.push(row.split(','));
  }
  return records;
}

function decodeQuoted(text: string): string[][] {
  const newline = text.includes('\n') ? '\n' : '\r';
  // Lines may end in \r\n here and \n there: with \n as border the other half sticks to the last column.
  const mixed = text.includes('\r\n');
  const records: string[][] = [];
  let start = 0;
  Papa.parse<string[]>(text, {
    delimiter: ',',
    newline,
    step({ data: row, errors, meta: { cursor } }) {
      if (errors.length > 0) throw new RuntimeError('SMA_RUN_BODY', `record ${records.length + 1}: ${errors[0].message.toLowerCase()}`);
      if (mixed) row[row.length - 1] = row[row.length - 1].replace(/\r$/, '');
      // An empty cell in quotes looks like an empty line once it is parsed, and is a record.
      if (row.length > 1 || row[0] !== '' || !isEmptyLine(text, start, cursor)) records.push(row);
      start = cursor;
    },
  });
  return records;
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

/**
 * `text/csv`: no header row; quoted fields by RFC 4180; empty lines are no records, lines of blanks and `""` are. One line a
 * prediction, one line break at the end.
 */
export const csvCodec: Codec = {
  decode: (text) => text.includes('"') ? decodeQuoted(text) : decodeUnquoted(text),
  encode(predictions) {
    let text = '';
    for (let index = 0; index < predictions.length; index++) text += `${line(predictions[index], index)}\n`;
    return text;
  },
};
