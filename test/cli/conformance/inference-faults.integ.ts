import { describe, expect, test } from 'vitest';
import { SERVING_FAULTS, SERVING_IMAGE_FAULTS } from './inference-faults';
import { byHandServing, HASTY_LIMITS, servingSubject, SMALL_LIMITS } from './serving-by-hand';
import { INFERENCE_CHECKS } from '../../../src/cli/conformance/inference/inference-checks';
import { tmpDir } from '../../support/tmp-dir';

describe('a server with one fault', () => {
  test.each(SERVING_FAULTS)('fails check $check: $faults', { timeout: 60_000 }, async ({ check: number, faults, evidence, facts, hasty }) => {
    const dir = tmpDir('sma-kit-');
    const target = byHandServing(faults.split(' '), dir);
    const check = INFERENCE_CHECKS.find((one) => one.number === number)!;

    const verdict = await check.run(servingSubject(target, dir, facts, hasty ? HASTY_LIMITS : SMALL_LIMITS)).finally(() => target.close());

    expect(verdict, JSON.stringify(verdict, null, 2)).toMatchObject({ verdict: 'fail' });
    expect('evidence' in verdict && verdict.evidence.join('\n')).toMatch(evidence);
  });
});

test('each check has a faulty server, as a process or in an image', () => {
  const shown = new Set([...SERVING_FAULTS, ...SERVING_IMAGE_FAULTS].map(({ check }) => check));

  expect(INFERENCE_CHECKS.map(({ number }) => number).filter((number) => !shown.has(number))).toEqual([]);
});
