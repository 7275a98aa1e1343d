import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { holdOut, readLabelledRows } from '../src/rows';

describe('reading rows', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rows-'));
  });
  after(() => rm(folder, { recursive: true }));

  const file = async (text: string) => {
    const path = join(folder, 'rows.csv');
    await writeFile(path, text);
    return [path];
  };

  test('reads the class first and the features as numbers', async () => {
    assert.deepEqual(await readLabelledRows(await file('a,1,2.5\r\nb,3,-4e-1\n')), [
      { label: 'a', features: [1, 2.5] },
      { label: 'b', features: [3, -0.4] },
    ]);
  });

  test('names the file, the line and the value that is not a number', async () => {
    await assert.rejects(
      readLabelledRows(await file('a,1,2\nb,x,2\n')),
      /rows\.csv line 2: feature 1 is "x", which is not a number/,
    );
  });

  test('names the line whose number of features differs', async () => {
    await assert.rejects(
      readLabelledRows(await file('a,1,2\nb,1\n')),
      /rows\.csv line 2: has 1 features where the first row has 2/,
    );
  });

  test('says what is missing when there are no rows', async () => {
    await assert.rejects(readLabelledRows(await file('\n')), /holds no rows/);
  });
});

describe('holding out rows', () => {
  const rows = Array.from({ length: 40 }, (_, index) => ({ label: index % 2 ? 'odd' : 'even', features: [index] }));

  test('keeps the share of every class and loses no row', () => {
    const { train, holdout } = holdOut(rows, 0.25, 7);
    assert.equal(holdout.filter((row) => row.label === 'odd').length, 5);
    assert.equal(holdout.filter((row) => row.label === 'even').length, 5);
    assert.deepEqual(new Set([...train, ...holdout]), new Set(rows));
  });

  test('chooses the same rows for the same seed and others for another', () => {
    assert.deepEqual(holdOut(rows, 0.25, 7), holdOut(rows, 0.25, 7));
    assert.notDeepEqual(holdOut(rows, 0.25, 7), holdOut(rows, 0.25, 8));
  });
});
