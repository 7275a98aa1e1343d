import { expect, test } from 'vitest';
import { runFuzz } from './load/fuzz';

/** FAULT_SEED and FAULT_RUNS repeat a run, or a single one of it. */
const seed = Number(process.env.FAULT_SEED ?? 20_261_124);
const runs = Number(process.env.FAULT_RUNS ?? 100_000);

test.each(['inline', 'workers'] as const)('fuzzed requests, %s: the server stays up and shows nothing of its inside', async (kind) => {
  let told = 0;
  const figures = await runFuzz(seed, runs, { kind }, ({ runs: done, problems }) => {
    if (problems.length > told) console.log(problems[told++]);
    if (done % 10_000 === 0) console.log(`${done} of ${runs} connections, ${problems.length} problems`);
  });
  console.log(JSON.stringify({ kind, seed, ...figures }, null, 2));

  expect(figures.problems).toEqual([]);
});
