import { expect, it } from 'vitest';
import { acceptedType } from '../../../src/runtime/inference/accept-header';

const TYPES = ['application/json', 'text/csv', 'application/jsonlines'];

it.each<[string, string | undefined]>([
  ['text/csv', 'text/csv'],
  ['TEXT/CSV', 'text/csv'],
  ['text/csv;header=absent', 'text/csv'],
  ['*/*', 'application/json'],
  ['*', 'application/json'],
  ['text/*', 'text/csv'],
  ['application/*', 'application/json'],
  ['text/html, text/csv;q=0.5', 'text/csv'],
  ['text/csv, application/json', 'text/csv'],
  ['text/csv;q=0.5, application/json;q=0.6', 'application/json'],
  ['text/csv; Q = 0.1 , */*; q=0.2', 'application/json'],
  ['*/*, application/json;q=0', 'text/csv'],
  ['application/*;q=0.2, application/jsonlines', 'application/jsonlines'],
  ['text/csv;q=nonsense', 'text/csv'],
  [',,text/csv,', 'text/csv'],
  ['text/html', undefined],
  ['text/csv;q=0', undefined],
  ['garbage', undefined],
  ['text', undefined],
  ['image/*', undefined],
])('answers Accept: %s with %s', (header, type) => {
  expect(acceptedType(header, TYPES)).toBe(type);
});
