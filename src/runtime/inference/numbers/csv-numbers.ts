import { isAscii } from 'node:buffer';
import type { NumberForm } from './number-form';
import { NumberRecords } from './number-records';
import { LINE_FEED } from '../../shared/line-ends';
import { NumberFields } from '../../shared/number-fields';
import { checkCharset } from '../decode-text';

/** Bytes of a field and its border, as they usually are: the first guess of how many numbers there are. */
const FIELD_BYTES = 4;

const END_OF_LINE = Buffer.from('\n');

function withRoom(values: Float64Array, end: number): Float64Array {
  if (end <= values.length) return values;
  const larger = new Float64Array(end * 2);
  larger.set(values);
  return larger;
}

/**
 * Rows of numbers in a body of CSV, straight from its bytes.
 * @param contentType the header as it came
 * @returns undefined when any record is bad: which ones are, and why, takes the longer way by the texts
 * @throws RuntimeError SMA_RUN_CHARSET (415)
 */
export function csvNumbers(
  body: Buffer, contentType: string | undefined, { columns, missingValues }: NumberForm,
): NumberRecords | undefined {
  checkCharset(contentType);
  // Whether other bytes are text at all is seen on the longer way; no number is written with them.
  if (!isAscii(body)) return undefined;
  const bytes = body.length > 0 && body[body.length - 1] === LINE_FEED ? body : Buffer.concat([body, END_OF_LINE]);
  const fields = new NumberFields(bytes);
  let values: Float64Array = new Float64Array(Math.ceil(bytes.length / FIELD_BYTES) + columns);
  let size = 0;
  while (fields.skipEmptyLines()) {
    const end = size + columns;
    values = withRoom(values, end);
    size = fields.read(values, size, end);
    if (size < end || !fields.isEndOfLine || !(missingValues || fields.areFinite)) return undefined;
  }
  return new NumberRecords(columns, values.subarray(0, size));
}
