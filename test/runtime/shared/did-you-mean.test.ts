import { expect, it } from 'vitest';
import { didYouMean } from '../../../src/runtime/shared/did-you-mean';

it('suggests the word that was probably meant, and nothing for one that is right', () => {
  expect(didYouMean('gini', ['gini'])).toBe('');
  expect(didYouMean('ginny', ['ginni'])).toBe(' (did you mean ginni?)');
});
