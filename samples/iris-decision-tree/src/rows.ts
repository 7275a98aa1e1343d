import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';

/** One row of training data. */
export interface LabelledRow {
  readonly label: string;
  readonly features: number[];
}

/** Reads CSV files without header: the class first, then the features. Every row has as many features as the first. */
export async function readLabelledRows(files: readonly string[]): Promise<LabelledRow[]> {
  const rows: LabelledRow[] = [];
  for (const file of files) {
    await pipeline(
      createReadStream(file),
      parse({ info: true, skip_empty_lines: true, trim: true, relax_column_count: true }),
      async (records: AsyncIterable<{ record: string[]; info: { lines: number } }>) => {
        for await (const { record, info } of records) {
          rows.push(toRow(record, rows[0]?.features.length, `${basename(file)} line ${info.lines}`));
        }
      },
    ).catch((error: Error) => {
      const where = error.message.startsWith(basename(file)) ? '' : `${basename(file)}: `;
      throw new Error(`${where}${error.message}`, { cause: error });
    });
  }
  if (rows.length === 0) {throw new Error('the channel "training" holds no rows: it needs CSV files, the class first, then the features');}
  return rows;
}

function toRow([label, ...cells]: string[], width: number | undefined, where: string): LabelledRow {
  if (label === '' || cells.length === 0) throw new Error(`${where}: a row is the class, then the features as numbers`);
  if (width !== undefined && cells.length !== width) {
    throw new Error(`${where}: has ${cells.length} features where the first row has ${width}`);
  }
  const features = cells.map((cell, index) => {
    const value = cell === '' ? Number.NaN : Number(cell);
    if (!Number.isFinite(value)) throw new Error(`${where}: feature ${index + 1} is "${cell}", which is not a number`);
    return value;
  });
  return { label, features };
}

/** Holds out a share of every class, chosen by the seed: the same seed gives the same rows. */
export function holdOut(
  rows: readonly LabelledRow[],
  fraction: number,
  seed: number,
): { train: LabelledRow[]; holdout: LabelledRow[] } {
  const random = mulberry32(seed);
  const train: LabelledRow[] = [];
  const holdout: LabelledRow[] = [];
  for (const label of new Set(rows.map((row) => row.label))) {
    const shuffled = rows
      .filter((row) => row.label === label)
      .map((row) => ({ row, order: random() }))
      .sort((a, b) => a.order - b.order);
    const count = Math.round(shuffled.length * fraction);
    holdout.push(...shuffled.slice(0, count).map(({ row }) => row));
    train.push(...shuffled.slice(count).map(({ row }) => row));
  }
  return { train, holdout };
}

/** A small seeded generator of numbers from 0 to 1 (mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
