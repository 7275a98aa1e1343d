/** Every image and all checks: hours on a small machine. `npx projen test:soak test/conformance -t <name>` judges one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FAULTS } from './faults';
import { buildFaulty, buildGood, failedNumbers, GOOD_IMAGE, imageName, judge, sampleData, toldOf } from './judge';
import { programFile } from '../cli/support/cli';
import { removeImages } from '../cli/support/engine-state';

const dir = mkdtempSync(join(tmpdir(), 'sma-conformance-images-'));

beforeAll(() => {
  sampleData(dir);
  programFile();
  buildGood();
});
afterAll(() => {
  removeImages(...FAULTS.map(imageName), GOOD_IMAGE);
  rmSync(dir, { recursive: true, force: true });
});

test.concurrent.each(FAULTS.map((fault) => [fault.name, fault] as const))('names the fault of %s and no other, of all checks', async (_, fault) => {
  const { results } = await judge(buildFaulty(fault, dir), dir, { args: fault.args });

  expect(failedNumbers(results), toldOf(results)).toEqual(fault.fails);
});
