/*
 * Makes the sample data: the heat that buildings take on a day, from what is known of building and weather. The numbers are
 * invented, by a seeded generator, so the same files come out every time:
 *
 *   npx tsx test/make-data.ts
 *
 * Each part is a district of its own, with older or newer buildings, so that a host that reads one part alone sees other data
 * than its peers.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Random, seeded } from '../src/rows';

const DISTRICTS = 6;
const ROWS_OF_DISTRICT = 400;
const ROWS_HELD_OUT = 600;

/** Roughly normal: the sum of twelve even numbers (Irwin–Hall). */
function normal(random: Random): number {
  let sum = -6;
  for (let index = 0; index < 12; index++) sum += random();
  return sum;
}

/** Heat in kWh a day, then temperature outside (°C), wind (m/s), floor (m²), year of construction, people, share of window. */
function row(district: number, random: Random): number[] {
  const temperature = 4 + 7 * normal(random);
  const wind = Math.abs(3 + 2 * normal(random));
  const floor = 60 + 240 * random() * random();
  const year = Math.round(1930 + 12 * district + 30 * random());
  const people = 1 + Math.floor(random() * 5);
  const windows = 0.1 + 0.3 * random();
  const heat = 45 - 2.1 * temperature + 1.4 * wind + 0.32 * floor - 0.45 * (year - 1970) - 1.8 * people + 60 * windows;
  const digits = [1, 1, 1, 0, 0, 0, 2];
  return [heat + 8 * normal(random), temperature, wind, floor, year, people, windows].map((value, column) =>
    Number(value.toFixed(digits[column])),
  );
}

const rowsOf = (count: number, make: (index: number) => number[]) =>
  Array.from({ length: count }, (_, index) => `${make(index).join(',')}\n`).join('');

/** The files by path. */
export function makeData(): Record<string, string> {
  const files: Record<string, string> = {};
  for (let district = 0; district < DISTRICTS; district++) {
    const random = seeded(2024, district);
    files[`training/district-${district + 1}.csv`] = rowsOf(ROWS_OF_DISTRICT, () => row(district, random));
  }
  const random = seeded(2024, DISTRICTS);
  files['validation/all-districts.csv'] = rowsOf(ROWS_HELD_OUT, (index) => row(index % DISTRICTS, random));
  return files;
}

if (process.argv[1] === __filename) {
  for (const [path, text] of Object.entries(makeData())) {
    const file = join(__dirname, 'data', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
