import { describe, expect, test } from 'vitest';
import { readRequest } from '../../../src/request/compatibility/read-request';

const TRAINING = { TrainingImage: 'i', SupportedTrainingInstanceTypes: ['ml.m5.large'], TrainingChannels: [] };

describe('a former request', () => {
  test('is taken with the members that the service asks for and no more', () => {
    expect(readRequest({ AlgorithmName: 'a', TrainingSpecification: TRAINING })).toEqual({ request: { AlgorithmName: 'a', TrainingSpecification: TRAINING } });
  });

  test('gets the lists that its inference leaves out, and null counts as absent', () => {
    expect(readRequest({ AlgorithmName: 'a', Tags: null, TrainingSpecification: TRAINING, InferenceSpecification: { Containers: [], SupportedContentTypes: ['a/b'] } })).toEqual({
      request: {
        AlgorithmName: 'a',
        TrainingSpecification: TRAINING,
        InferenceSpecification: {
          Containers: [], SupportedContentTypes: ['a/b'], SupportedTransformInstanceTypes: [], SupportedRealtimeInferenceInstanceTypes: [], SupportedResponseMIMETypes: [],
        },
      },
    });
  });

  test.each<[unknown, string[]]>([
    [[], ['the document is a list, not an object']],
    [null, ['the document is null, not an object']],
    [{ AlgorithmName: 1, TrainingSpecification: TRAINING }, ['AlgorithmName is 1, not a text']],
    [{ AlgorithmName: 'a', TrainingSpecification: { ...TRAINING, TrainingChannels: [{ Name: 'x', IsRequired: 'yes', SupportedContentTypes: 'text/csv' }] } }, [
      'TrainingSpecification.TrainingChannels[0].IsRequired is the text "yes", not true or false',
      'TrainingSpecification.TrainingChannels[0].SupportedContentTypes is the text "text/csv", not a list',
      'TrainingSpecification.TrainingChannels[0].SupportedInputModes is missing, not a list',
    ]],
  ])('of another form is told plainly, all at once (%#)', (value, problems) => {
    expect(readRequest(value)).toEqual({ problems });
  });
});
