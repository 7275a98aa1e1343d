import { expect, test } from 'vitest';
import { nearMiss } from '../../src/contract/near-miss';

test.each([
  ['max_deph', 'max_depth'],
  ['Gini', 'gini'],
  [' gini ', 'gini'],
  ['entorpy', 'entropy'],
  ['gin', 'gini'],
  ['xyz', undefined],
  ['', undefined],
])('takes %s for %s', (word, meant) => {
  expect(nearMiss(word, ['max_depth', 'gini', 'entropy'])).toBe(meant);
});

test('prefers the nearest', () => {
  expect(nearMiss('metric', ['metrical', 'metrics'])).toBe('metrics');
});
