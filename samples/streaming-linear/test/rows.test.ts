import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Channel } from 'sm-algorithm/training';
import { type Rows, RowTaker, readRows, seeded, shuffled } from '../src/rows';

const block = (columns: number, ...values: number[]): Rows => ({
  rows: values.length / columns,
  columns,
  values: Float64Array.from(values),
});

async function* stream(...blocks: Rows[]): AsyncGenerator<Rows> {
  yield* blocks;
}

const channelOf = (...blocks: Rows[]) => ({ name: 'training', numbers: () => stream(...blocks) }) as unknown as Channel;

async function valuesOf(blocks: AsyncIterable<Rows>): Promise<number[][]> {
  const all: number[][] = [];
  for await (const { rows, columns, values } of blocks) {
    for (let row = 0; row < rows; row++) all.push([...values.subarray(row * columns, (row + 1) * columns)]);
  }
  return all;
}

describe('reading rows', () => {
  test('gives the rows of all blocks', async () => {
    const rows = readRows(channelOf(block(2, 1, 2, 3, 4), block(2, 5, 6)), 2);
    assert.deepEqual(await valuesOf(rows), [
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  test('names the row and column of what is not a number', async () => {
    const rows = readRows(channelOf(block(2, 1, 2), block(2, 3, 4, 5, Number.NaN)), 2);
    await assert.rejects(valuesOf(rows), /channel training, row 3 of this host: column 2 is not a number/);
  });

  test('refuses rows without features and rows of another width', async () => {
    await assert.rejects(valuesOf(readRows(channelOf(block(1, 1)), 2)), /a row is the target, then the features/);
    await assert.rejects(valuesOf(readRows(channelOf(block(2, 1, 2)), 2, 3)), /has 2 columns; it needs 3/);
  });
});

describe('mixing rows', () => {
  const ordered = block(2, ...Array.from({ length: 200 }, (_, index) => index));

  test('keeps every row whole, and leaves the data as it was', async () => {
    const mixed = await valuesOf(shuffled(stream(ordered), seeded(1)));
    assert.notDeepEqual(
      mixed.map(([first]) => first),
      Array.from({ length: 100 }, (_, index) => 2 * index),
    );
    const back = mixed.sort(([a], [b]) => a - b);
    assert.deepEqual(back, await valuesOf(stream(ordered)));
    assert.equal(ordered.values[0], 0);
  });

  test('depends on every seed', async () => {
    const order = async (...seeds: number[]) => String(await valuesOf(shuffled(stream(ordered), seeded(...seeds))));
    assert.equal(await order(1, 2, 3), await order(1, 2, 3));
    assert.equal(
      new Set([await order(1, 2, 3), await order(2, 2, 3), await order(1, 3, 3), await order(1, 2, 0)]).size,
      4,
    );
  });
});

describe('taking rows', () => {
  test('goes over the borders of blocks and ends with what is left', async () => {
    const taker = new RowTaker(stream(block(1, 1, 2, 3), block(1, 4), block(1, 5, 6)));
    const taken: number[][] = [];
    for (const count of [2, 3, 0, 5, 1]) taken.push((await valuesOf(stream(...(await taker.take(count))))).flat());
    assert.deepEqual(taken, [[1, 2], [3, 4, 5], [], [6], []]);
  });
});
