/** Every image and all checks: hours on a small machine. `npx projen test:soak test/conformance -t <name>` judges one. */
import { expect, test } from 'vitest';
import { FAULTS } from './faults';
import { buildFaulty, failedNumbers, imageName, judge, prepareImages, toldOf } from './judge';

const dir = prepareImages(FAULTS.map(imageName));

test.concurrent.each(FAULTS.map((fault) => [fault.name, fault] as const))('names the fault of %s and no other, of all checks', async (_, fault) => {
  const { results } = await judge(buildFaulty(fault, dir), dir, { args: fault.args });

  expect(failedNumbers(results), toldOf(results)).toEqual(fault.fails);
});
