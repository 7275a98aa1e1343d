import { expect, test } from 'vitest';
import { PLACES } from './load/load-server';
import { runSoak } from './load/soak';

/** The long form is `npx projen test:soak`. */
const SECONDS = 5;

test.each(PLACES)('%s: every answer under load is that of its request', { timeout: 120_000 }, async (_place, concurrency) => {
  const { problems, counts } = await runSoak({ seed: 1, seconds: SECONDS, concurrency });

  expect(problems).toEqual([]);
  expect(Object.keys(counts).sort()).toEqual(['abort', 'bad', 'good', 'slow']);
});
