import { describe, expect, it } from 'vitest';
import { effectiveParameters, parseExecutionParameters } from '../../../../src/cli/simulator/transform/effective-parameters';
import { DEFAULT_REQUEST } from '../../../../src/cli/simulator/transform/transform-request';

const CONTAINER = { MaxConcurrentTransforms: 4, BatchStrategy: 'SINGLE_RECORD', MaxPayloadInMB: 20 };

describe('the parameters of a job', () => {
  it('are the job\'s own before the container\'s before the service\'s', () => {
    expect(effectiveParameters(DEFAULT_REQUEST, {})).toEqual({ maxConcurrentTransforms: 1, batchStrategy: 'MultiRecord', maxPayloadInMb: 6 });
    expect(effectiveParameters(DEFAULT_REQUEST, CONTAINER)).toEqual({ maxConcurrentTransforms: 4, batchStrategy: 'SingleRecord', maxPayloadInMb: 20 });
    expect(effectiveParameters({ ...DEFAULT_REQUEST, maxConcurrentTransforms: 2, batchStrategy: 'MultiRecord', maxPayloadInMb: 1 }, CONTAINER))
      .toEqual({ maxConcurrentTransforms: 2, batchStrategy: 'MultiRecord', maxPayloadInMb: 1 });
  });

  it('take 0 requests at once for a question to the container, and 0 MB for no limit', () => {
    expect(effectiveParameters({ ...DEFAULT_REQUEST, maxConcurrentTransforms: 0, maxPayloadInMb: 0 }, CONTAINER))
      .toMatchObject({ maxConcurrentTransforms: 4, maxPayloadInMb: 0 });
    expect(effectiveParameters({ ...DEFAULT_REQUEST, maxConcurrentTransforms: 0 }, { MaxConcurrentTransforms: 0, MaxPayloadInMB: 0 }))
      .toMatchObject({ maxConcurrentTransforms: 1, maxPayloadInMb: 0 });
  });
});

describe('an answer to execution-parameters', () => {
  it('is understood, in whole and in part', () => {
    expect(parseExecutionParameters(JSON.stringify(CONTAINER))).toEqual({ parameters: CONTAINER, problems: [] });
    expect(parseExecutionParameters('{"MaxPayloadInMB": 3, "Other": 1}')).toEqual({ parameters: { MaxPayloadInMB: 3 }, problems: [] });
  });

  it.each([
    ['{"MaxConcurrentTransforms": "4"}', 'MaxConcurrentTransforms is "4", no whole number'],
    ['{"MaxPayloadInMB": 1.5}', 'MaxPayloadInMB is 1.5, no whole number'],
    ['{"BatchStrategy": "MultiRecord"}', 'BatchStrategy is "MultiRecord"; containers say MULTI_RECORD or SINGLE_RECORD'],
    ['[]', 'the body is not a JSON object'],
    ['ok', 'the body is not JSON'],
  ])('%s: what cannot be used is told and left out', (body, problem) => {
    expect(parseExecutionParameters(body)).toEqual({ parameters: {}, problems: [problem] });
  });
});
