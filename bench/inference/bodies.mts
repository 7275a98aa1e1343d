import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sumRows } from './sum-rows.js';
import { REPOSITORY } from '../project.mjs';

/** A request's body and what the servers have to make of it. */
export interface Body {
  readonly name: string;
  readonly text: string;
  /** Class of each row. */
  readonly classes: readonly string[];
  /** Sum of each row. */
  readonly sums: readonly number[];
}

const rows = readFileSync(join(REPOSITORY, 'samples', 'iris-decision-tree', 'test', 'data', 'training', 'iris.csv'), 'utf8').trimEnd().split('\n')
  .map((line) => line.split(','));

/** Flowers of all classes, so many that the text has about that size. Unit: bytes */
function bodyOf(name: string, bytes: number): Body {
  const chosen: string[][] = [];
  for (let size = 0, at = 0; size < bytes - 8; at = (at + 53) % rows.length) {
    chosen.push(rows[at]);
    size += rows[at].slice(1).join().length + 1;
  }
  const features = chosen.map(([, ...columns]) => columns);
  return { name, text: features.map((columns) => `${columns.join()}\n`).join(''), classes: chosen.map(([label]) => label), sums: sumRows(features) };
}

export const BODIES: readonly Body[] = [bodyOf('100 B', 100), bodyOf('5 kB', 5_000)];
