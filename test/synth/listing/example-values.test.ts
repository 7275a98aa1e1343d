import { describe, expect, test } from 'vitest';
import { BatchStrategy, CompressionType, Hyperparameter, InputMode, SplitType, type SmAlgorithmProjectOptions } from '../../../src';
import { parsePlan, type AlgorithmPlan } from '../../../src/contract/plan';
import { exampleCalls } from '../../../src/synth/listing/example-calls';
import { exampleChannels, exampleHyperparameters, exampleJobs, nameStem, tunedHyperparameters } from '../../../src/synth/listing/example-values';
import { SMALLEST, newProject } from '../../support/new-project';

function planOf(options: Partial<SmAlgorithmProjectOptions>): AlgorithmPlan {
  return (parsePlan(newProject({ ...SMALLEST, ...options }).read('.sm-algorithm/plan.json')) as { plan: AlgorithmPlan }).plan;
}
const CHANNEL = SMALLEST.training!.channels[0];
const VALIDATION = { roleArn: 'arn:aws:iam::111122223333:role/validation', s3Location: 's3://bucket/validation' };

describe('an example', () => {
  test('has names that leave room for the time, also in the shortest limit', () => {
    expect(nameStem(planOf({ algorithmName: 'a-very-long-name-of-an-algorithm-indeed' }))).toBe('a-very-long-name-o');
    expect(nameStem(planOf({ algorithmName: 'seventeen-letters-x' }))).toBe('seventeen-letters');
    expect(nameStem(planOf({ algorithmName: 'short' }))).toBe('short');
  });

  test('gives required hyperparameters a value that is allowed, and leaves out optional ones without a default', () => {
    const hyperparameters = [
      Hyperparameter.integer('a', { min: 2, max: 9, required: true }),
      Hyperparameter.continuous('b', { min: 1e-9, max: 1, required: true }),
      Hyperparameter.categorical('c', { values: ['x', 'y'], required: true }),
      Hyperparameter.freeText('d', { required: true }),
      Hyperparameter.freeText('e'),
      Hyperparameter.integer('f', { min: 2, max: 9, default: 3 }),
    ];

    expect(exampleHyperparameters(planOf({ training: { channels: [CHANNEL], hyperparameters } })))
      .toEqual({ a: '2', b: '0.000000001', c: 'x', d: 'VALUE', f: '3' });
  });

  test('says what the validation says, where there is one', () => {
    const plan = planOf({
      training: { channels: [{ ...CHANNEL, inputModes: [InputMode.FILE, InputMode.PIPE] }],
        hyperparameters: [Hyperparameter.integer('a', { min: 2, max: 9, default: 3 })], instanceTypes: ['ml.m5.large', 'ml.m5.xlarge'] },
      validation: {
        ...VALIDATION,
        training: { inputMode: InputMode.PIPE, hyperparameters: { a: '4' }, channels: [{ name: 'training' }], instanceType: 'ml.m5.xlarge', volumeSizeGb: 20, maxRuntimeSeconds: 60 },
        transform: {
          contentType: 'text/csv; charset=utf-8', splitType: SplitType.NONE, maxPayloadMb: 20, batchStrategy: BatchStrategy.SINGLE_RECORD,
        },
      },
    });

    expect(exampleHyperparameters(plan)).toEqual({ a: '4' });
    expect(exampleJobs(plan)).toMatchObject({ contentType: 'text/csv', trainingInstanceType: 'ml.m5.xlarge', volumeSizeGb: 20, maxRuntimeSeconds: 60, split: 'None', assemble: 'None' });
    expect(exampleCalls(plan).transformJob).toMatchObject({ MaxPayloadInMB: 20, BatchStrategy: 'SingleRecord' });
  });

  test('says of the channels that every job has what holds for the sample data', () => {
    const channels = [
      { ...CHANNEL, inputModes: [InputMode.PIPE, InputMode.FILE], compressionTypes: [CompressionType.GZIP, CompressionType.NONE] },
      { ...CHANNEL, name: 'stream', inputModes: [InputMode.PIPE], compressionTypes: [CompressionType.GZIP] },
      { ...CHANNEL, name: 'more', required: false },
    ];

    expect(exampleChannels(planOf({ training: { channels } }))).toEqual([
      { name: 'training', contentType: 'text/csv', compressionType: 'None', inputMode: 'File' },
      { name: 'stream', contentType: 'text/csv', compressionType: 'Gzip', inputMode: 'Pipe' },
    ]);
  });

  test('supplies a channel even where none is required', () => {
    expect(exampleChannels(planOf({ training: { channels: [{ ...CHANNEL, required: false }, { ...CHANNEL, name: 'more', required: false }] } })).map(({ name }) => name))
      .toEqual(['training']);
  });

  test('leaves the size and the strategy of batches to the service where nobody says them', () => {
    const { transformJob } = exampleCalls(planOf({}));

    expect(Object.keys(transformJob)).toEqual(expect.not.arrayContaining(['MaxPayloadInMB', 'BatchStrategy']));
  });

  test('waits longer than the longest job runs', () => {
    const maxRuntimeSeconds = 5 * 24 * 60 * 60;
    const validation = { ...VALIDATION, training: { maxRuntimeSeconds } };

    expect(exampleJobs(planOf({ validation })).patienceSeconds).toBeGreaterThan(maxRuntimeSeconds);
    expect(newProject({ ...SMALLEST, validation }).read('algorithm/listing/aws-sdk.mjs')).toContain('maxWaitTime: 435600 }');
  });

  test('splits lines only where records are lines', () => {
    expect(exampleJobs(planOf({ inference: { contentTypes: ['application/json'] } }))).toMatchObject({ contentType: 'application/json', split: 'None', assemble: 'None' });
    expect(exampleJobs(planOf({ inference: { contentTypes: ['text/csv'], responseTypes: ['application/json'] } }))).toMatchObject({ split: 'Line', accept: 'application/json' });
  });

  test('tunes as many hyperparameters as a tuning job takes', () => {
    const hyperparameters = Array.from({ length: 40 }, (_, index) => Hyperparameter.integer(`h${index}`, { min: 0, max: 1, default: 0, tunable: true }));

    expect(tunedHyperparameters(planOf({ training: { channels: [CHANNEL], hyperparameters } }))).toHaveLength(30);
  });
});
