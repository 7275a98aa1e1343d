import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../../src/cli/conformance/check';
import { declaredInferenceFacts, inferredInferenceFacts } from '../../../../src/cli/conformance/inference/facts';
import { INFERENCE_CHECKS } from '../../../../src/cli/conformance/inference/inference-checks';
import { InferenceSubject } from '../../../../src/cli/conformance/inference/subject';
import { SPEC } from '../../../runtime/support/spec';
import { tmpDir } from '../../../support/tmp-dir';
import { byHandServing, HASTY_LIMITS } from '../serving-by-hand';

function samples(): string {
  const dir = tmpDir();
  writeFileSync(join(dir, 'a.csv'), 'one,1\n');
  writeFileSync(join(dir, 'b.npy'), '\x93NUMPY');
  writeFileSync(join(dir, 'c.unknown'), '');
  return dir;
}

describe('what is known of an algorithm', () => {
  it('is what it declares, and the samples of declared types', async () => {
    const inference = { ...SPEC.inference, contentTypes: ['text/CSV', 'application/json'], responseTypes: ['application/json'], streaming: true };

    const facts = await declaredInferenceFacts({ ...SPEC, inference }, samples(), { model: '/model' });

    expect(facts).toMatchObject({ contentTypes: ['text/csv', 'application/json'], responseTypes: ['application/json'], streaming: true, model: '/model' });
    expect(facts.payloads).toMatchObject([{ name: 'a.csv', contentType: 'text/csv', accept: 'application/json' }]);
  });

  it('is no more than its sample requests tell where nobody declares anything', async () => {
    const dir = samples();

    const facts = await inferredInferenceFacts('image', [join(dir, 'a.csv'), join(dir, 'b.npy'), join(dir, 'c.unknown')]);

    expect(facts).toMatchObject({ contentTypes: ['text/csv', 'application/x-npy'], responseTypes: [] });
    expect(facts.payloads.map(({ name, accept }) => [name, accept])).toEqual([['a.csv', '*/*'], ['b.npy', '*/*']]);
    expect(facts.model).toBeUndefined();
  });
});

describe('a server of which nothing is known', () => {
  it('is looked at as far as that goes, and the rest is skipped with a reason', { timeout: 60_000 }, async () => {
    const dir = tmpDir('sma-kit-');
    const subject = new InferenceSubject(await inferredInferenceFacts('image', []), byHandServing(['61'], dir), HASTY_LIMITS);

    const results = await runChecks(INFERENCE_CHECKS, subject).finally(() => subject.target.close());

    expect(results.filter(({ verdict }) => verdict.verdict === 'fail')).toEqual([]);
    expect(results.filter(({ verdict }) => verdict.verdict === 'pass').map(({ number }) => number)).toEqual([57, 58, 59, 64, 79, 80, 86, 91, 92]);
  });
});
