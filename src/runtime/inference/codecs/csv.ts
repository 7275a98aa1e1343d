import type { Codec } from './codec';
import { plainPrediction } from './plain-prediction';
import { csvRecords } from '../../shared/csv-records';
import { RuntimeError } from '../../shared/runtime-error';

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
 * `text/csv`: no header row; quoted fields by RFC 4180; lines end in `\n` or `\r\n`, as in training; empty lines are no records,
 * lines of blanks and `""` are. One line a prediction, one line break at the end.
 */
export const csvCodec: Codec = {
  decode: (text) => csvRecords(text, (recordsBefore, problem) => {
    throw new RuntimeError('SMA_RUN_BODY', `record ${recordsBefore + 1}: ${problem}`);
  }),
  encode(predictions) {
    let text = '';
    for (let index = 0; index < predictions.length; index++) text += `${line(predictions[index], index)}\n`;
    return text;
  },
};
