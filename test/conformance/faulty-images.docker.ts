import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULTS } from './faults';
import { buildFaulty, buildGood, failedNumbers, GOOD_IMAGE, imageName, judge, sampleData } from './judge';
import { programFile } from '../cli/support/cli';
import { leftovers, removeImages } from '../cli/support/engine-state';

const dir = mkdtempSync(join(tmpdir(), 'sma-conformance-images-'));

beforeAll(() => {
  sampleData(dir);
  programFile();
  buildGood();
});
afterAll(() => {
  removeImages(...FAULTS.map(imageName), GOOD_IMAGE);
  rmSync(dir, { recursive: true, force: true });
  expect(leftovers()).toEqual([]);
});

describe('conformance without a plan', () => {
  // The long form, every image and all checks, is `npx projen test:soak`.
  test.concurrent.each(FAULTS)('names the fault of an image in which $what', async (fault) => {
    const image = buildFaulty(fault, dir);

    const { results, exitCode, stderr } = await judge(image, dir, { only: `${fault.fails.join(',')},${fault.beside}`, args: fault.args });

    expect(failedNumbers(results), stderr).toEqual(fault.fails);
    const [first] = results.filter(({ verdict }) => verdict.verdict === 'fail');
    expect('evidence' in first.verdict && first.verdict.evidence.join('\n')).toMatch(fault.evidence);
    expect(exitCode).toBe(1);
  });
});
