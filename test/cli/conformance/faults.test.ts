import { expect, test } from 'vitest';
import { runFaults } from './fault-runner';
import { FAULTS } from './faults';

/** The long form is `npx projen test:soak`. */
const RUNS = 40;

test(`${RUNS} seeded faults end in a good model or in a reason`, { timeout: 120_000 }, async () => {
  const { problems, unharmed, failed } = await runFaults(1, RUNS);

  expect(problems).toEqual([]);
  // The seed reaches every kind.
  expect([...new Set([...Object.keys(unharmed), ...Object.keys(failed)])].sort()).toEqual(Object.keys(FAULTS).sort());
});
