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
      'rate is "2"; allowed: 0 to 1',
      'criterion is "mse"; allowed: gini',
      'note has 2501 characters; SageMaker takes 2500',
    ]);
  });

  it.each([['1.5', 'whole number'], ['', 'a number'], ['9', 'allowed: 1 to 8'], ['abc', 'a number']])('refuses depth "%s"', (value, message) => {
    expect(checkHyperparameters(specs, { depth: value })).toEqual([expect.stringContaining(message)]);
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
