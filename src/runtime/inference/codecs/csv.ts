import { isUtf8 } from 'node:buffer';
import type { Codec, Decoded } from './codec';
import { mendedRecords } from './csv-mended';
import { plainPrediction } from './plain-prediction';
import { csvRecords } from '../../shared/csv-records';
import { RuntimeError } from '../../shared/runtime-error';
import { decodeLines, decodeText } from '../decode-text';
import { csvNumbers } from '../numbers/csv-numbers';

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
  return text === '' ? '""\n' : `${text}\n`;
}

/** So many different texts are remembered as lines: more are no names of classes. */
const NAMES_MAX = 16;

/** Lines of predictions. Names of classes come again and again: looking one up is less work than making its line. */
function lines(predictions: readonly unknown[]): string {
  const known = new Map<string, string>();
  let text = '';
  for (let index = 0; index < predictions.length; index++) {
    const prediction = predictions[index];
    if (typeof prediction !== 'string' || known.size === NAMES_MAX) {
      text += line(prediction, index);
      continue;
    }
    let name = known.get(prediction);
    if (name === undefined) known.set(prediction, name = line(prediction, index));
    text += name;
  }
  return text;
}

/** Made once: an error that is made takes its stack, which costs a small request as much as all the rest of its decoding. */
const MALFORMED = new Error('malformed CSV');

/** Undefined when some record is no CSV. */
function wellFormed(text: string): Decoded | undefined {
  try {
    return { records: csvRecords(text, () => { throw MALFORMED; }) };
  } catch (error) {
    if (error === MALFORMED) return undefined;
    throw error;
  }
}

/**
 * `text/csv`: no header row; quoted fields by RFC 4180; lines end in `\n` or `\r\n`, as in training; empty lines are no records,
 * lines of blanks and `""` are. One line a prediction, one line break at the end.
 */
export const csvCodec: Codec = {
  decode(body, contentType) {
    const decoded = isUtf8(body) ? wellFormed(decodeText(body, contentType)) : undefined;
    return decoded ?? mendedRecords(decodeLines(body, contentType));
  },
  numbers: csvNumbers,
  encode: lines,
  encoding: () => ({ start: () => '', next: line, end: () => '' }),
  placeholder: () => 'ERROR',
};
