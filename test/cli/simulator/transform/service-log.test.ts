import { expect, it } from 'vitest';
import { ObjectFailure } from '../../../../src/cli/simulator/transform/object-failure';
import { failureLines, parametersLine, withTime } from '../../../../src/cli/simulator/transform/service-log';

it('the log of a job says its parameters in the container\'s words', () => {
  expect(parametersLine({ maxConcurrentTransforms: 1, maxPayloadInMb: 6, batchStrategy: 'MultiRecord' }))
    .toBe('[sagemaker logs]: MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD');
});

it('the log of a job says what an object failed of, line by line', () => {
  expect(failureLines('a/b.csv', new ObjectFailure('client', 'ClientError: 400', ['', 'Message:', 'bad record'])))
    .toEqual(['ClientError: 400', '', 'Message:', 'bad record'].map((line) => `[sagemaker logs]: a/b.csv: ${line}`));
});

it('the log of a job has times as the service writes them', () => {
  expect(withTime('[sagemaker logs]: x', new Date('2023-03-29T13:16:50.587Z'))).toBe('2023-03-29T13:16:50.587:[sagemaker logs]: x');
});
