import { describe, expect, it } from 'vitest';
import type { Part } from '../../../../src/runtime/training/channels/channel-source';
import { numberBatchesOf } from '../../../../src/runtime/training/channels/number-rows';
import { all, partOf } from '../../support/channels';

async function* parts(...list: Part[]): AsyncGenerator<Part> {
  yield* list;
}

const batches = async (texts: string[], { batchRows = 1024, header = false, chunkBytes = 1000, maxBytes = 100_000 } = {}) =>
  (await all(numberBatchesOf(parts(...texts.map((text) => partOf(text, chunkBytes))), maxBytes, header, batchRows))).flat();

async function rows(text: string, options = {}): Promise<number[][]> {
  return (await batches([text], options)).flatMap(({ rows: count, columns, values }) =>
    Array.from({ length: count }, (_, row) => [...values.subarray(row * columns, (row + 1) * columns)]));
}

const doubles = (count: number): number[] => {
  // Multiplicative congruential generator: the same doubles in every run, of all magnitudes.
  const bits = new DataView(new ArrayBuffer(8));
  let seed = 1;
  const next = (): number => (seed = seed * 16807 % 2147483647);
  return Array.from({ length: count * 2 }, () => {
    bits.setUint32(0, next() * 2);
    bits.setUint32(4, next() * 2);
    return bits.getFloat64(0);
  }).filter((value) => Number.isFinite(value)).slice(0, count);
};

describe('fields as numbers', () => {
  it.each<[string, number]>([
    ['0', 0], ['-0', -0], ['7', 7], ['-12.5', -12.5], ['+3', 3], ['.5', 0.5], ['-.5', -0.5], ['5.', 5], ['007', 7],
    ['1e3', 1000], ['-2.5E-3', -0.0025], ['1e400', Infinity], ['1e-400', 0],
    ['0.1', 0.1], ['123456789012345678', 123456789012345678], ['9007199254740993', 9007199254740992], ['0.30000000000000004', 0.30000000000000004],
    [`0.${'0'.repeat(30)}1`, 1e-31], ['1'.repeat(400), Infinity],
    [' 5 ', 5], ['\t5', 5], ['"5"', 5], ['" -5.5 "', -5.5], ['', NaN], ['""', NaN], ['  ', NaN],
    ['nan', NaN], ['NaN', NaN], ['inf', Infinity], ['-Infinity', -Infinity], ['+INF', Infinity],
  ])('%s is %d', async (field, value) => {
    expect(await rows(`1,${field},2\n`)).toEqual([[1, value, 2]]);
    expect(await rows(`${field},1\r\n1,${field}\r\n1,${field}`)).toEqual([[value, 1], [1, value], [1, value]]);
  });

  it.each(['x', '-', '.', '+', '-.', '1.2.3', '1e', 'e5', '0x10', '1_000', '--1', '1 2', '"1', '1"', '"1,5"', '1;2', '\u00a0', 'null', '1n', '٣'])('%s is none', async (field) => {
    await expect(rows(`1,2\n3,${field}\n`)).rejects.toMatchObject({ code: 'SMA_RUN_RECORD', message: 'channel training, file a has no number in record 2, column 2' });
  });

  it('are what Number() makes of them, whatever their digits', async () => {
    const values = doubles(3000);
    const texts = values.flatMap((value) => [
      String(value), value.toPrecision(15), value.toPrecision(7), ...Math.abs(value) < 1e20 ? [value.toFixed(6), value.toFixed(20)] : [],
    ]);

    expect((await rows(`${texts.join('\n')}\n`)).flat()).toEqual(texts.map(Number));
  });

  it('are the nearest doubles for short decimals', async () => {
    const texts = Array.from({ length: 20_000 }, (_, index) => ((index * 7919 % 200_003 - 100_000) / 10 ** (index % 7)).toFixed(index % 7));

    expect((await rows(texts.join('\n'))).flat()).toEqual(texts.map(Number));
  });
});

describe('rows of numbers', () => {
  it.each([1, 2, 3, 7, 1000])('are read from chunks of %d bytes', async (chunkBytes) => {
    expect(await rows('\uFEFF1,-2.5,"3"\r\n\r\n4,,1e2\n\n5,6,7', { chunkBytes })).toEqual([[1, -2.5, 3], [4, NaN, 100], [5, 6, 7]]);
  });

  it('come in batches that go on over the borders of files', async () => {
    const got = await batches(['1,2\n3,4\n', '5,6\n', '', '7,8\n9,10'], { batchRows: 2 });

    expect(got).toEqual([
      { rows: 2, columns: 2, values: new Float64Array([1, 2, 3, 4]) },
      { rows: 2, columns: 2, values: new Float64Array([5, 6, 7, 8]) },
      { rows: 1, columns: 2, values: new Float64Array([9, 10]) },
    ]);
  });

  it.each([1, 3, 64, 1000, 2 ** 40])('come in batches of %d', async (batchRows) => {
    const text = Array.from({ length: 1000 }, (_, row) => `${row},${0 - row},0.5`).join('\n');
    const got = await batches([text], { batchRows, chunkBytes: 100 });

    const sizes = Array.from({ length: Math.ceil(1000 / batchRows) }, (_, index) => Math.min(batchRows, 1000 - index * batchRows));

    expect(got.map((batch) => batch.rows)).toEqual(sizes);
    expect(got.flatMap((batch) => [...batch.values])).toEqual(Array.from({ length: 1000 }, (_, row) => [row, 0 - row, 0.5]).flat());
    expect(got.every(({ rows: count, columns, values }) => columns === 3 && values.length === count * columns)).toBe(true);
  });

  it('may be long', async () => {
    const row = Array.from({ length: 5000 }, (_, column) => column);

    expect(await rows(`${row.join()}\n${row.join()}\n`, { maxBytes: 1_000_000 })).toEqual([row, row]);
  });

  it('are yours to keep', async () => {
    const got = await batches(['1\n2\n3\n'], { batchRows: 1 });
    got[0].values[0] = 9;

    expect(got.map(({ values }) => values[0])).toEqual([9, 2, 3]);
  });

  it('leave out the header of each file', async () => {
    const got = await batches(['x,y\n1,2\n', 'x,y\n3,4\n'], { header: true });

    expect(got).toEqual([{ rows: 2, columns: 2, values: new Float64Array([1, 2, 3, 4]) }]);
    await expect(batches(['x\nSECRET\n'], { header: true })).rejects.toMatchObject({ message: 'channel training, file a has no number in record 2, column 1' });
  });

  it.each<[string, string, string]>([
    ['shorter', '1,2\n3\n', 'has 1 columns in record 2; the records before have 2'],
    ['longer', '1,2\n3,4,5\n', 'has more than 2 columns in record 2; the records before have that many'],
    ['longer by an empty field', '1\n3,\n', 'has more than 1 columns in record 2; the records before have that many'],
  ])('are refused when one is %s', async (_case, text, problem) => {
    await expect(rows(text)).rejects.toMatchObject({ code: 'SMA_RUN_RECORD', message: `channel training, file a ${problem}` });
  });

  it.each([1, 1024])('are refused when one is endless, without reading it to its end, in batches of %d', async (batchRows) => {
    // What stands at the end is no number: who reads on tells that instead.
    await expect(batches([`1,2\n${'3,'.repeat(200_000)}x\n`], { batchRows, maxBytes: 1_000_000 })).rejects.toMatchObject({
      message: 'channel training, file a has more than 2 columns in record 2; the records before have that many',
    });
  });
});
