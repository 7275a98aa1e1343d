import { expect, test } from 'vitest';
import { describeChecks, NOT_OF_SAMPLES, SERVING_IMAGE_ONLY } from './describe-checks';
import { IRIS_LIMITS, sampleServing } from './sample-programs';
import { byHandServing, servingSubject } from './serving-by-hand';
import { INFERENCE_CHECKS } from '../../../src/cli/conformance/inference/inference-checks';

describeChecks('a server written by hand without a fault, as a process', INFERENCE_CHECKS, async (dir) => servingSubject(byHandServing([], dir), dir), [...SERVING_IMAGE_ONLY, 78, 90]);

describeChecks(
  'a server written by hand that does all that can be declared, as a process',
  INFERENCE_CHECKS,
  async (dir) => servingSubject(byHandServing(['streams', 'metered', 'parameters', 'echo', 'socket', 'models'], dir), dir, {
    streaming: true,
    bidirectional: true,
    multiModels: true,
    metering: { dimension: 'inference.count' },
    executionParameters: { maxConcurrentTransforms: 4, batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 6 },
    customAttributes: true,
  }),
  SERVING_IMAGE_ONLY,
);

describeChecks('the bundle of samples/iris-decision-tree as a process', INFERENCE_CHECKS, (dir) => sampleServing('iris-decision-tree', dir, {}, IRIS_LIMITS), [...SERVING_IMAGE_ONLY, ...NOT_OF_SAMPLES]);
describeChecks('the bundle of samples/streaming-linear as a process', INFERENCE_CHECKS, (dir) => sampleServing('streaming-linear', dir, { given: { epochs: '3' } }), [...SERVING_IMAGE_ONLY, ...NOT_OF_SAMPLES]);
describeChecks(
  'the bundle of samples/iris-decision-tree in two processes that serve',
  INFERENCE_CHECKS,
  (dir) => sampleServing('iris-decision-tree', dir, {}, IRIS_LIMITS, { SAGEMAKER_MODEL_SERVER_WORKERS: '2' }),
  [...SERVING_IMAGE_ONLY, ...NOT_OF_SAMPLES],
);

test('every check from 57 to 92 is there once', () => {
  expect(INFERENCE_CHECKS.map(({ number }) => number)).toEqual(Array.from({ length: 36 }, (_, at) => at + 57));
});
