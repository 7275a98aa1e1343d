import { expect, test } from 'vitest';
import { nearMiss } from '../../src/rules/near-miss';

test('finds the word that was probably meant', () => {
  expect(nearMiss('imageLayuot', ['imageLayout', 'baseImage'])).toBe('imageLayout');
  expect(nearMiss('IMAGELAYOUT', ['imageLayout'])).toBe('imageLayout');
});

test('says nothing when no word is near', () => {
  expect(nearMiss('colour', ['imageLayout', 'baseImage'])).toBeUndefined();
});

test('prefers the nearest', () => {
  expect(nearMiss('metric', ['metrics', 'metrical'])).toBe('metrics');
});
