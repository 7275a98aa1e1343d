import type { NumberForm } from './number-form';
import { NumberRecords } from './number-records';
import { numberOf } from '../../shared/number-text';
import type { Codec } from '../codecs/codec';
import type { Records } from '../records';

/** Undefined for what is no number; NaN for a missing value. */
function toNumber(value: unknown): number | undefined {
  switch (typeof value) {
    case 'number': return value;
    case 'string': return numberOf(value);
    default: return value === null ? NaN : undefined;
  }
}

/** Adds the numbers of a record. @returns what is wrong with it; then some of them may have been added */
function append(numbers: number[], record: unknown, { columns, missingValues }: NumberForm): string | undefined {
  const row = columns === 1 && !Array.isArray(record) ? [record] : record;
  if (!Array.isArray(row)) return `is not a list of ${columns} numbers`;
  if (row.length !== columns) return `has ${row.length} ${row.length === 1 ? 'value' : 'values'}; the model takes ${columns}`;
  for (let column = 0; column < columns; column++) {
    const value = toNumber(row[column]);
    if (value === undefined) return `value ${column + 1} is not a number`;
    if (!missingValues && !Number.isFinite(value)) return `value ${column + 1} is ${Number.isNaN(value) ? 'missing' : 'infinite'}`;
    numbers.push(value);
  }
  return undefined;
}

/**
 * Decodes a body for a model that takes numbers: those that a codec makes of it straight away, or its records, of which each that
 * is none is a bad one.
 * @param contentType the header as it came
 * @throws as {@link Codec.decode}
 */
export function decodeNumbers(
  codec: Codec, body: Buffer, contentType: string | undefined, form: NumberForm,
): { readonly records: Records; readonly bad?: ReadonlyMap<number, string> } {
  const straight = codec.numbers?.(body, contentType, form);
  if (straight) return { records: straight };
  const { records, bad: undecoded } = codec.decode(body, contentType);
  const count = records.length + (undecoded?.size ?? 0);
  const bad = new Map<number, string>();
  const numbers: number[] = [];
  for (let place = 0, next = 0; place < count; place++) {
    const size = numbers.length;
    const problem = undecoded?.get(place) ?? append(numbers, records[next++], form);
    if (problem === undefined) continue;
    numbers.length = size;
    bad.set(place, problem);
  }
  return { records: new NumberRecords(form.columns, Float64Array.from(numbers)), bad };
}
