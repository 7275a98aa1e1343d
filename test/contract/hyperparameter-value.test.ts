import { describe, expect, it } from 'vitest';
import type { HyperparameterSpec } from '../../src/contract/algorithm-spec';
import { hyperparameterRule, parseHyperparameter } from '../../src/contract/hyperparameter-value';

const base = { name: 'x', required: true, tunable: false };
const INTEGER: HyperparameterSpec = { ...base, type: 'Integer', min: -10, max: 1000 };
const CONTINUOUS: HyperparameterSpec = { ...base, type: 'Continuous', min: -10, max: 1000 };
const CATEGORICAL: HyperparameterSpec = { ...base, type: 'Categorical', values: ['gini', '5', 'a b'] };
const FREE_TEXT: HyperparameterSpec = { ...base, type: 'FreeText' };

describe('parseHyperparameter', () => {
  it.each([['5', 5], [' 5 ', 5], ['+5', 5], ['-3', -3], ['5.0', 5], ['5.', 5], ['007', 7], ['"12"', 12]])('reads the whole number %j', (text, value) => {
    expect(parseHyperparameter(INTEGER, text)).toEqual({ value });
  });

  it.each(['abc', '', ' ', '1e999', 'NaN', 'Infinity', '5.5', '1e2', '0x10', '1_000', '5,0', '-11', '1001', '9007199254740993', 'true', '5 6'])(
    'refuses %j as a whole number', (text) => {
      expect(parseHyperparameter(INTEGER, text)).toEqual({ problem: `is ${JSON.stringify(text)}; it must be a whole number between -10 and 1000` });
    });

  it.each([['5', 5], ['.5', 0.5], ['5.', 5], ['1E-3', 0.001], ['-10', -10], ['1000', 1000], ['1000.0', 1000], ['"0.5"', 0.5]])('reads the number %j', (text, value) => {
    expect(parseHyperparameter(CONTINUOUS, text)).toEqual({ value });
  });

  it.each(['abc', '', '1e999', '-1e999', 'NaN', 'Infinity', '1000.0001', '-10.5', '0x1', '1e', '.', '1.2.3'])('refuses %j as a number', (text) => {
    expect(parseHyperparameter(CONTINUOUS, text)).toEqual({ problem: `is ${JSON.stringify(text)}; it must be a number between -10 and 1000` });
  });

  it.each([['5', '5'], ['"5"', '5'], ['a b', 'a b']])('reads the category %j as text', (text, value) => {
    expect(parseHyperparameter(CATEGORICAL, text)).toEqual({ value });
  });

  it('reads a category that has quotes itself', () => {
    const spec: HyperparameterSpec = { ...base, type: 'Categorical', values: ['"a"', 'b'] };

    expect(['"a"', '"\\"a\\""', 'b', '"b"'].map((raw) => parseHyperparameter(spec, raw))).toEqual(['"a"', '"a"', 'b', 'b'].map((value) => ({ value })));
    expect(parseHyperparameter(spec, 'a')).toHaveProperty('problem');
  });

  it('suggests the category that was probably meant', () => {
    expect(parseHyperparameter(CATEGORICAL, 'Gini')).toEqual({ problem: 'is "Gini"; it must be one of "gini", "5", "a b" (did you mean gini?)' });
    expect(parseHyperparameter(CATEGORICAL, 'x'.repeat(2500))).toEqual({ problem: `is "${'x'.repeat(79)}…"; it must be one of "gini", "5", "a b"` });
  });

  it.each([
    ['true', 'true'], ['', ''], [' a ', ' a '], ['"half', '"half'], ['"', '"'], ['"a" and "b"', '"a" and "b"'], ['"say \\"hi\\""', 'say "hi"'],
  ])('takes any text: %j', (text, value) => {
    expect(parseHyperparameter(FREE_TEXT, text)).toEqual({ value });
  });

  it('takes values that are no texts as their text', () => {
    expect(parseHyperparameter(INTEGER, 12)).toEqual({ value: 12 });
    expect(parseHyperparameter(FREE_TEXT, true)).toEqual({ value: 'true' });
    expect(parseHyperparameter(FREE_TEXT, [1, 2])).toEqual({ value: '[1,2]' });
  });
});

it.each([
  [INTEGER, 'a whole number between -10 and 1000'], [CONTINUOUS, 'a number between -10 and 1000'],
  [CATEGORICAL, 'one of "gini", "5", "a b"'], [FREE_TEXT, 'a text'],
])('the rule of $type follows "it must be"', (spec, rule) => {
  expect(hyperparameterRule(spec)).toBe(rule);
});
