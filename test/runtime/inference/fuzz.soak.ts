import { expect, test } from 'vitest';
import { runFuzz } from './load/fuzz';
import { PLACES } from './load/load-server';

/** FAULT_SEED and FAULT_RUNS repeat a run, or a single one of it. */
const seed = Number(process.env.FAULT_SEED ?? 20_261_124);
const runs = Number(process.env.FAULT_RUNS ?? 100_000);

test.each(PLACES)('fuzzed requests, %s: the server stays up and shows nothing of its inside', async (place, concurrency) => {
  let told = 0;
  const figures = await runFuzz(seed, runs, concurrency, ({ runs: done, problems }) => {
    if (problems.length > told) console.log(problems[told++]);
    if (done % 10_000 === 0) console.log(`${done} of ${runs} connections, ${problems.length} problems`);
  });
  console.log(JSON.stringify({ place, seed, ...figures }, null, 2));

  expect(figures.problems).toEqual([]);
});
