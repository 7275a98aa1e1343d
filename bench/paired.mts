/** Median of an odd or even number of samples. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export interface Comparison {
  readonly name: string;
  /** Medians. Unit: s. */
  readonly ours: number;
  readonly theirs: number;
  /** Median of the ratios of the pairs. */
  readonly ratio: number;
  /** Largest ratio that is allowed. */
  readonly limit: number;
}

/** Time of one run. Unit: s. */
async function seconds(run: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await run();
  return (performance.now() - started) / 1000;
}

/** Runs both sides turn by turn and compares the medians; which side goes first alternates. */
export async function compare(
  name: string, limit: number, rounds: number, ours: () => Promise<void>, theirs: () => Promise<void>,
): Promise<Comparison> {
  const pairs: Array<{ ours: number; theirs: number }> = [];
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0;
    const before = first ? await seconds(ours) : await seconds(theirs);
    const after = first ? await seconds(theirs) : await seconds(ours);
    pairs.push(first ? { ours: before, theirs: after } : { ours: after, theirs: before });
    process.stderr.write(`${name}  round ${round + 1}/${rounds}  ours ${pairs[round].ours.toFixed(2)} s  theirs ${pairs[round].theirs.toFixed(2)} s\n`);
  }
  return {
    name,
    limit,
    ours: median(pairs.map((pair) => pair.ours)),
    theirs: median(pairs.map((pair) => pair.theirs)),
    ratio: median(pairs.map((pair) => pair.ours / pair.theirs)),
  };
}

/** Prints the table and fails the process when a limit is passed. */
export function report(comparisons: readonly Comparison[], theirName: string): void {
  process.stdout.write(`| what | ours | ${theirName} | ratio | limit | |\n|---|---|---|---|---|---|\n`);
  for (const { name, ours, theirs, ratio, limit } of comparisons) {
    const holds = ratio <= limit;
    process.stdout.write(`| ${name} | ${ours.toFixed(2)} s | ${theirs.toFixed(2)} s | ${ratio.toFixed(2)} | ${limit} | ${holds ? 'holds' : 'MISSED'} |\n`);
    if (!holds) process.exitCode = 1;
  }
}
