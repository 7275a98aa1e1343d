import { expect, test } from 'vitest';
import { SERVING_FAULTS } from './inference-faults';
import { byHandServing, HASTY_LIMITS, servingSubject, SMALL_LIMITS } from './serving-by-hand';
import { runChecks } from '../../../src/cli/conformance/check';
import { INFERENCE_CHECKS } from '../../../src/cli/conformance/inference/inference-checks';
import { tmpDir } from '../../support/tmp-dir';

test.each(SERVING_FAULTS)('of all checks only $check fails: $faults', async ({ check, faults, facts, hasty }) => {
  const dir = tmpDir('sma-kit-');
  const target = byHandServing(faults.split(' '), dir);

  const subject = servingSubject(target, dir, facts, hasty ? HASTY_LIMITS : SMALL_LIMITS);
  const results = await runChecks(INFERENCE_CHECKS, subject).finally(() => target.close());

  const failed = results.filter(({ verdict }) => verdict.verdict === 'fail');
  expect(failed.map(({ number }) => number), JSON.stringify(failed, null, 2)).toEqual([check]);
});
