/** The requests of a soak, each with what proves that its answer is its own. */
import { FACTOR } from './load-server';
import type { Random } from '../../../support/random';

export interface Expected {
  readonly status: number;
  /** The whole body; undefined for the words of an error. */
  readonly body?: string;
}

export interface SoakRequest extends Expected {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string | Uint8Array;
}

type Row = readonly [id: string, value: number | undefined];

interface Format {
  readonly type: string;
  write(rows: readonly Row[]): string;
  /** What comes back; a row without a value is bad. */
  answer(rows: readonly Row[]): string;
}

const predicted = ([id, value]: Row): unknown => value === undefined ? { error: 'the value is no number' } : [id, value * FACTOR];

const FORMATS: readonly Format[] = [
  {
    type: 'text/csv',
    write: (rows) => rows.map(([id, value]) => `${id},${value ?? 'none'}\n`).join(''),
    answer: (rows) => rows.map(([id, value]) => value === undefined ? 'ERROR\n' : `${id},${value * FACTOR}\n`).join(''),
  },
  {
    type: 'application/json',
    write: (rows) => JSON.stringify({ instances: rows.map(([id, value]) => [id, value ?? 'none']) }),
    answer: (rows) => JSON.stringify({ predictions: rows.map(predicted) }),
  },
  {
    type: 'application/jsonlines',
    write: (rows) => rows.map(([id, value]) => `${JSON.stringify([id, value ?? 'none'])}\n`).join(''),
    answer: (rows) => rows.map((row) => `${JSON.stringify(predicted(row))}\n`).join(''),
  },
];

/** @param id no other request has it */
export function goodRequest(random: Random, id: string): SoakRequest {
  const { type, write, answer } = random.of(FORMATS);
  const count = 1 + random.below(random.below(20) === 0 ? 2_000 : 20);
  // Of several records one may be bad: a placeholder stands at its place.
  const bad = count > 1 && random.below(100) === 0 ? random.below(count) : -1;
  const rows = Array.from({ length: count }, (_, row): Row => [`${id}-${row}`, row === bad ? undefined : random.below(1_000_000)]);
  return { headers: { 'Content-Type': type, 'Accept': type }, text: write(rows), status: 200, body: answer(rows) };
}

/** Bodies that get 4xx, by content type and status. */
const BAD: ReadonlyArray<readonly [type: string, status: number, text: string | Uint8Array]> = [
  ['text/csv', 400, 'a,none\n'],
  ['text/csv', 400, ''],
  ['text/csv', 400, Uint8Array.of(0xff, 0xfe, 0x31)],
  ['application/json', 400, '{"instances": [[1,'],
  ['application/json', 400, '{"instances": 7}'],
  ['application/json', 400, ''],
  ['application/jsonlines', 400, '["a", 1'],
  ['application/x-unknown', 415, 'a,1\n'],
  ['text/csv; charset=utf-16', 415, 'a,1\n'],
];

export function badRequest(random: Random): SoakRequest {
  const [type, status, text] = random.of(BAD);
  return { headers: { 'Content-Type': type }, text, status };
}
