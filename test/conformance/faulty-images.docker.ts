import { describe, expect, test } from 'vitest';
import { FAULTS } from './faults';
import { buildFaulty, failedNumbers, GOOD_IMAGE, imageName, judge, prepareImages, toldOf } from './judge';
import { LAST_CHECK } from '../../src/cli/conformance/check';
import { leftovers } from '../cli/support/engine-state';

/**
 * Every third image, by default always the same ones; FAULT_SEED=1 and 2 are the other thirds, FAULT_IMAGES=all takes them all.
 * All images with all checks, not only those around the fault, is `npx projen test:soak test/conformance`.
 */
const chosen = process.env.FAULT_IMAGES === 'all' ? FAULTS : FAULTS.filter((_, at) => (at + Number(process.env.FAULT_SEED ?? 0)) % 3 === 0);

const dir = prepareImages(chosen.map(imageName), () => expect(leftovers()).toEqual([]));

/** A scanner may be at hand, or none. */
const SCANNED = 13;

/** What a combined image without a plan, a registry, Pipe mode, several hosts, streaming and prices cannot show. */
const NOT_OF_THE_GOOD_IMAGE = [
  7, 12, 19, 20, 22, 23, 32, 36, 37, 38, 39, 45, 50, 54, 78, 90, ...Array.from({ length: 10 }, (_, at) => 93 + at),
];

describe('conformance without a plan', () => {
  test('a good image passes all that applies, and the rest says why it does not', async () => {
    const { results, exitCode } = await judge(GOOD_IMAGE, dir);

    expect(failedNumbers(results), toldOf(results)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(results.map(({ number }) => number).sort((a, b) => a - b)).toEqual(Array.from({ length: LAST_CHECK }, (_, at) => at + 1));
    const skipped = results.flatMap(({ number, verdict }) => (verdict.verdict === 'skip' && verdict.reason !== '' && number !== SCANNED ? [number] : []));
    expect(skipped.sort((a, b) => a - b)).toEqual(NOT_OF_THE_GOOD_IMAGE);
  });

  test.concurrent.each(chosen.map((fault) => [fault.name, fault] as const))('names the fault of %s', async (_, fault) => {
    const image = buildFaulty(fault, dir);

    const { results, exitCode } = await judge(image, dir, { only: `${fault.fails.join(',')},${fault.beside}`, args: fault.args });

    expect(failedNumbers(results), toldOf(results)).toEqual(fault.fails);
    const [first] = results.filter(({ verdict }) => verdict.verdict === 'fail');
    expect('evidence' in first.verdict && first.verdict.evidence.join('\n')).toMatch(fault.evidence);
    expect('fix' in first.verdict && first.verdict.fix).not.toBe('');
    expect(exitCode).toBe(1);
  });
});
