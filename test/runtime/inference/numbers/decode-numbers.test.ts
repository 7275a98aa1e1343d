import { describe, expect, it } from 'vitest';
import { CODECS } from '../../../../src/runtime/inference/codecs/codec';
import { decodeNumbers } from '../../../../src/runtime/inference/numbers/decode-numbers';
import type { NumberRecords } from '../../../../src/runtime/inference/numbers/number-records';

const decode = (type: string, body: string | Buffer, columns = 2, missingValues = false) => {
  const { records, bad = new Map() } = decodeNumbers(CODECS.get(type)!, Buffer.from(body as string), type, { columns, missingValues });
  const { values, rows } = records as NumberRecords;
  return { values: [...values], rows, bad: [...bad] };
};

describe('records as numbers', () => {
  it.each<[string, string, string]>([
    ['CSV', 'text/csv', '1,2\n3,4.5\n'],
    ['JSON', 'application/json', '{"instances":[[1,2],[3,4.5]]}'],
    ['JSON that holds texts', 'application/json', '[["1"," 2"],[3,"4.5"]]'],
    ['JSON Lines', 'application/jsonlines', '[1,2]\n[3,4.5]\n'],
  ])('are those of %s', (_what, type, body) => {
    expect(decode(type, body)).toEqual({ values: [1, 2, 3, 4.5], rows: 2, bad: [] });
  });

  it('are rows of numpy, or its numbers where a model takes one', () => {
    const npy = (values: number[], shape: string): Buffer => {
      const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n';
      return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'), Buffer.from(header), Buffer.from(Float64Array.from(values).buffer)]);
    };

    expect(decode('application/x-npy', npy([1, 2, 3, 4.5], '(2, 2)'))).toEqual({ values: [1, 2, 3, 4.5], rows: 2, bad: [] });
    expect(decode('application/x-npy', npy([1, 2, 3], '(3,)'), 1)).toEqual({ values: [1, 2, 3], rows: 3, bad: [] });
  });

  it('are single numbers where a model takes one', () => {
    expect(decode('application/json', '[1,[2],"3"]', 1)).toEqual({ values: [1, 2, 3], rows: 3, bad: [] });
  });

  it('tell of each bad record what is wrong with it, in its place', () => {
    expect(decode('application/jsonlines', '[1,2]\n[1]\nno json\n[1,"x"]\n{"a":1}\n[3,null]\n[true,1]\n[1,1e999]\n[5,6]')).toEqual({
      values: [1, 2, 5, 6],
      rows: 2,
      bad: [
        [1, 'has 1 value; the model takes 2'],
        [2, expect.any(String)],
        [3, 'value 2 is not a number'],
        [4, 'is not a list of 2 numbers'],
        [5, 'value 2 is missing'],
        [6, 'value 1 is not a number'],
        [7, 'value 2 is infinite'],
      ],
    });
    expect(decode('text/csv', '1,2\n"a\n3\n4,\n5,6')).toMatchObject({
      values: [1, 2, 5, 6], bad: [[1, expect.stringContaining('not CSV')], [2, 'has 1 value; the model takes 2'], [3, 'value 2 is missing']],
    });
  });

  it('may be missing where a model takes that', () => {
    expect(decode('application/json', '[[1,null],["",2]]', 2, true)).toEqual({ values: [1, NaN, NaN, 2], rows: 2, bad: [] });
  });
});
