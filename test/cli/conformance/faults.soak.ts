import { expect, test } from 'vitest';
import { runFaults } from './fault-runner';

/** FAULT_SEED and FAULT_RUNS repeat a run, or a single one of it. */
const seed = Number(process.env.FAULT_SEED ?? 20_261_124);
const runs = Number(process.env.FAULT_RUNS ?? 1_000);

test('random faults end in a good model or in a reason', async () => {
  const startedAt = performance.now();
  let told = 0;
  const figures = await runFaults(seed, runs, ({ runs: done, problems }) => {
    if (problems.length > told) console.log(problems[told++]);
    if (done % 100 === 0) console.log(`${done} of ${runs} faults, ${problems.length} problems, ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  });
  console.log(JSON.stringify({ seed, ...figures, seconds: Math.round((performance.now() - startedAt) / 1_000) }, null, 2));

  expect(figures.problems).toEqual([]);
});
