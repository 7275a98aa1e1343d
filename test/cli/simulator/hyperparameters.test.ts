import { describe, expect, it } from 'vitest';
import { checkHyperparameters, parseAssignment } from '../../../src/cli/simulator/hyperparameters';
import type { HyperparameterSpec } from '../../../src/contract/algorithm-spec';

const specs: HyperparameterSpec[] = [
  { type: 'Integer', name: 'depth', required: true, tunable: false, min: 1, max: 8 },
  { type: 'Continuous', name: 'rate', required: false, tunable: false, min: 0, max: 1 },
  { type: 'Categorical', name: 'criterion', required: false, tunable: false, values: ['gini'] },
  { type: 'FreeText', name: 'note', required: false, tunable: false },
];

describe('checkHyperparameters', () => {
  it('lets good values and the names that SageMaker adds pass', () => {
    expect(checkHyperparameters(specs, { depth: '8', rate: '1e-3', criterion: 'gini', note: '', _tuning_objective_metric: 'm', sagemaker_x: '1' })).toEqual([]);
  });

  it('tells every problem at once', () => {
    expect(checkHyperparameters(specs, { rate: '2', criterion: 'mse', deepth: '1', note: 'x'.repeat(2501) })).toEqual([
      'deepth is not a hyperparameter of the algorithm; it has: depth, rate, criterion, note',
      'depth is required and was not given',
      'rate is "2"; it must be a number between 0 and 1',
      'criterion is "mse"; it must be one of "gini"',
      'note has 2501 characters; SageMaker takes 2500',
    ]);
  });

  it.each(['1.5', '', '9', 'abc', '0x2', '1e0'])('refuses depth "%s" as the container does', (value) => {
    expect(checkHyperparameters(specs, { depth: value })).toEqual([`depth is "${value}"; it must be a whole number between 1 and 8`]);
  });

  it.each(['4.0', '"4"', ' 4 '])('takes depth %s as the container does', (value) => {
    expect(checkHyperparameters(specs, { depth: value })).toEqual([]);
  });
});

describe('parseAssignment', () => {
  it('splits at the first equals sign', () => {
    expect(parseAssignment('a=b=c')).toEqual(['a', 'b=c']);
    expect(parseAssignment('a=')).toEqual(['a', '']);
    expect(() => parseAssignment('a')).toThrow('SMA_CLI_USAGE');
    expect(() => parseAssignment('=a')).toThrow('SMA_CLI_USAGE');
  });
});
