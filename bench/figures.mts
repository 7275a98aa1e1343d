import { median } from './paired.mjs';

/** One figure and what it has to be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly atLeast?: number;
  /** Without either limit the figure is told and not judged. */
  readonly atMost?: number;
  /** What it was compared with. */
  readonly beside: string;
}

const rounded = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 2 : 0);

/** Prints the table and fails the process when a limit is missed. */
export function reportFigures(figures: readonly Figure[]): void {
  process.stdout.write('| what | figure | limit | | beside |\n|---|---|---|---|---|\n');
  for (const { name, value, unit, atLeast = -Infinity, atMost = Infinity, beside } of figures) {
    const holds = value >= atLeast && value <= atMost;
    const limits = [atLeast > -Infinity ? `≥ ${rounded(atLeast)}` : '', atMost < Infinity ? `≤ ${rounded(atMost)}` : ''].filter(Boolean).join(', ');
    const judged = limits === '' ? '' : holds ? 'holds' : 'MISSED';
    process.stdout.write(`| ${name} | ${rounded(value)} ${unit} | ${limits} | ${judged} | ${beside} |\n`);
    if (!holds) process.exitCode = 1;
  }
}

/** Runs all sides turn by turn, each round beginning with another one; results by side, in the order of the rounds. */
export async function inTurns<T>(rounds: number, sides: Readonly<Record<string, () => Promise<T>>>): Promise<Record<string, T[]>> {
  const names = Object.keys(sides);
  const results: Record<string, T[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      results[name].push(await sides[name]());
      process.stderr.write(`round ${round + 1}/${rounds}  ${name}\n`);
    }
  }
  return results;
}

/** Median of the ratios of two sides, round by round. */
export const medianRatio = (ours: readonly number[], theirs: readonly number[]): number =>
  median(ours.map((value, round) => value / theirs[round]));
