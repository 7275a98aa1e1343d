import { expect, it } from 'vitest';
import { didYouMean, nearMiss } from '../../../src/runtime/shared/near-miss';

it.each([
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

it('suggests nothing for a word that is right', () => {
  expect(didYouMean('gini', ['gini'])).toBe('');
  expect(didYouMean('ginny', ['ginni'])).toBe(' (did you mean ginni?)');
});
