import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { definitionDocs, documentedIn } from '../../projenrc/definition-docs';

const MEMBERS = definitionDocs();
const API = readFileSync(join(__dirname, '..', '..', 'API.md'), 'utf8');

describe('the public definition', () => {
  test('has words for every type, field, enum member, method and parameter', () => {
    expect(MEMBERS.length).toBeGreaterThan(150);
    expect(MEMBERS.filter(({ words }) => words.length < 10).map(({ path }) => path)).toEqual([]);
  });

  test('states the default of every field that may be left out, and of no other', () => {
    const fields = MEMBERS.filter(({ kind }) => kind === 'field');

    expect(fields.filter(({ optional, defaultValue }) => optional !== Boolean(defaultValue)).map(({ path }) => path)).toEqual([]);
  });

  test('would be missed where words lack', () => {
    const [type, field] = documentedIn('/** Words of a type. */ export interface X { readonly y?: string }');

    expect(type).toMatchObject({ path: 'X', words: 'Words of a type.' });
    expect(field).toMatchObject({ path: 'X.y', optional: true, words: '' });
    expect(field.defaultValue).toBeUndefined();
  });
});

describe('API.md', () => {
  test('has no row without a description', () => {
    const rows = API.split('\n').filter((line) => /^\| <code><a href/.test(line));

    expect(rows.length).toBeGreaterThan(300);
    expect(rows.filter((row) => row.includes('*No description.*') || /\|\s*\|\s*$/.test(row))).toEqual([]);
  });

  test('has every field and enum member of the definition', () => {
    const missing = MEMBERS.filter(({ kind, path }) => (kind === 'field' || kind === 'enum member')
      && !API.includes(`sm-algorithm.${path}"`) && !API.includes(`sm-algorithm.${path.replace('.', '.property.')}"`));

    expect(missing.map(({ path }) => path)).toEqual([]);
  });
});
