import { expect, test } from 'vitest';
import { PLACES } from './load/load-server';
import { memoryGrowth, runSoak } from './load/soak';

/** FAULT_SEED and SOAK_SECONDS change a run; memory is judged from two minutes on. */
const seed = Number(process.env.FAULT_SEED ?? 20_261_124);
const seconds = Number(process.env.SOAK_SECONDS ?? 600);

test.each(PLACES)('full load, %s: every answer is that of its request, nothing breaks, memory stays', async (place, concurrency) => {
  const figures = await runSoak({
    seed,
    seconds,
    concurrency,
    onSecond: ({ seconds: past, counts, problems, memory }) => {
      if (past % 30 === 0) console.log(`${past} s: ${JSON.stringify(counts)}, ${problems.length} problems, ${memory.at(-1)!.toFixed(0)} MiB`);
    },
  });
  const growth = memoryGrowth(figures);
  console.log(JSON.stringify({ place, seed, ...figures, memory: undefined, growth }, null, 2));

  expect(figures.problems).toEqual([]);
  if (growth !== undefined) expect(growth).toBeLessThan(0.1);
});
