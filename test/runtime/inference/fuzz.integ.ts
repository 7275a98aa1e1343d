import { expect, test } from 'vitest';
import { runFuzz } from './load/fuzz';
import { PLACES } from './load/load-server';

/** The long form is `npx projen test:soak`. */
const RUNS = 1_000;

test.each(PLACES)(`${RUNS} fuzzed requests, %s, leave the server up and show nothing of its inside`, async (_place, concurrency) => {
  const { problems, statuses } = await runFuzz(1, RUNS, concurrency);

  expect(problems).toEqual([]);
  // The seed reaches the predictor, its errors, the codecs and Node's own parser.
  for (const status of [200, 400, 404, 405, 406, 415, 500]) expect(statuses[status], `answers of ${status}`).toBeGreaterThan(0);
});
