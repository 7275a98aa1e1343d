import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/cli/conformance/check';
import { runChecks } from '../../../src/cli/conformance/check';
import { REQUEST_CHECKS } from '../../../src/cli/conformance/registry';
import type { CreateAlgorithmRequest } from '../../../src/contract/create-algorithm';
import { createAlgorithmRequest } from '../../../src/request/create-algorithm-request';
import { taggedImages } from '../../../src/request/image-references';
import { REQUEST_RULES } from '../../../src/rules/check-request';
import { requestSubject } from '../../../src/rules/request/request-rule';
import { FIXTURE_PLAN } from '../support/fixture-project';
import { withValidation } from '../support/validation-plan';

const GOOD = createAlgorithmRequest({ ...FIXTURE_PLAN, ...withValidation() }, taggedImages(FIXTURE_PLAN));

async function verdicts(request: unknown): Promise<Record<number, Verdict>> {
  const results = await runChecks(REQUEST_CHECKS, requestSubject(request));
  return Object.fromEntries(results.map(({ number, verdict }) => [number, verdict]));
}
const failed = (found: Record<number, Verdict>) =>
  Object.entries(found).filter(([, { verdict }]) => verdict === 'fail').map(([number]) => Number(number));

/** A copy of the good request, changed in place. */
const broken = (change: (request: any) => void): CreateAlgorithmRequest => {
  const copy = structuredClone(GOOD);
  change(copy);
  return copy;
};

describe('the request checks', () => {
  it('are 93 to 101, and each has rules to ask; no rule belongs to none', () => {
    const numbers = [93, 94, 95, 96, 97, 98, 99, 100, 101];

    expect(REQUEST_CHECKS.map(({ number }) => number)).toEqual(numbers);
    expect([...new Set(REQUEST_RULES.map(({ conformance }) => conformance))].sort((a, b) => a - b)).toEqual(numbers);
  });

  it('pass on a good request, and skip what it does not have', async () => {
    const found = await verdicts(GOOD);

    expect(failed(found)).toEqual([]);
    expect(found[100]).toEqual({ verdict: 'skip', reason: 'the algorithm is not certified for the Marketplace' });
    expect(await verdicts(broken((request) => delete request.ValidationSpecification))).toMatchObject({
      97: { verdict: 'skip' }, 98: { verdict: 'skip' }, 99: { verdict: 'skip', reason: 'the request has no transform job' },
    });
  });

  it.each<[number, string, (request: any) => void]>([
    [93, 'a member that the API does not know', (request) => { request.Algorithm = 1; }],
    [94, 'two hyperparameters of a name', ({ TrainingSpecification: { SupportedHyperParameters: all } }) => { all[1].Name = all[0].Name; }],
    [95, 'two channels of a name', ({ TrainingSpecification: { TrainingChannels: all } }) => { all[1].Name = all[0].Name; }],
    [96, 'an objective that is no metric', ({ TrainingSpecification }) => { TrainingSpecification.SupportedTuningJobObjectiveMetrics[0].MetricName = 'x'; }],
    [97, 'no profile', ({ ValidationSpecification }) => { ValidationSpecification.ValidationProfiles = []; }],
    [98, 'an instance type that is not supported', ({ ValidationSpecification: { ValidationProfiles: [{ TrainingJobDefinition }] } }) => { TrainingJobDefinition.ResourceConfig.InstanceType = 'ml.c5.xlarge'; }],
    [99, 'a content type that is not supported', ({ ValidationSpecification: { ValidationProfiles: [{ TransformJobDefinition }] } }) => { TransformJobDefinition.TransformInput.ContentType = 'text/x'; }],
    [100, 'a certification without inference', (request) => { request.CertifyForMarketplace = true; delete request.InferenceSpecification; }],
    [101, 'an image without a tag', ({ TrainingSpecification }) => { TrainingSpecification.TrainingImage = '111122223333.dkr.ecr.us-east-1.amazonaws.com/x'; }],
  ])('%i fails for %s, with the place, the code and a fix', async (number, _, change) => {
    const found = await verdicts(broken(change));

    expect(failed(found)).toContain(number);
    expect(found[number]).toEqual({ verdict: 'fail', evidence: expect.arrayContaining([expect.stringMatching(/^\S+.* \(.*SMA_REQ_\w+\)$/)]), fix: expect.stringMatching(/\w/) });
  });

  it.each([['nothing', {}], ['a list', []], ['a text', 'x'], ['null', null], ['members of other types', { TrainingSpecification: [], InferenceSpecification: 3, ValidationSpecification: { ValidationProfiles: 'x' } }]])(
    'never throw: %s', async (_, request) => {
      expect(failed(await verdicts(request))).toContain(93);
    });
});
