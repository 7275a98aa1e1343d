import { describe, expect, it } from 'vitest';
import { npyCodec } from '../../../../src/runtime/inference/codecs/npy';

/** Written by numpy 2.4.6: `np.save`, heads cut off; see `file`. */
const NUMPY = {
  /** np.array([.5, -2, 65504, 6e-8, inf, -inf, nan, -0.], '<f2') */
  halfs: 'ADgAwP97AQAAfAD8AH4AgA==',
  /** np.asfortranarray([[1, 2, 3], [4, 5, 6]], '<f4') */
  fortran: 'AACAPwAAgEAAAABAAACgQAAAQEAAAMBA',
  /** np.asfortranarray(np.arange(8, dtype='>i2').reshape(2, 2, 2)) */
  cube: 'AAAABAACAAYAAQAFAAMABw==',
};

interface Head {
  readonly order?: 'True' | 'False';
  readonly version?: number;
}

/** A file as numpy writes it: a head that ends at 64 bytes, then the numbers. */
function file(descr: string, shape: string, data: Uint8Array | string, { order = 'False', version = 1 }: Head = {}): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
  const start = version === 1 ? 10 : 12;
  const length = Math.ceil((start + text.length + 1) / 64) * 64 - start;
  const head = Buffer.alloc(start);
  head.write('\x93NUMPY', 'latin1');
  head[6] = version;
  if (version === 1) head.writeUInt16LE(length, 8);
  else head.writeUInt32LE(length, 8);
  return Buffer.concat([head, Buffer.from(`${text.padEnd(length - 1)}\n`), typeof data === 'string' ? Buffer.from(data, 'base64') : data]);
}

const decode = (body: Buffer) => npyCodec.decode(body, 'application/x-npy').records;

type Write = (view: DataView, at: number, value: number, isLittle: boolean) => void;

const WRITERS: Record<string, Write> = {
  i1: (view, at, value) => view.setInt8(at, value),
  u1: (view, at, value) => view.setUint8(at, value),
  i2: (view, at, value, isLittle) => view.setInt16(at, value, isLittle),
  u2: (view, at, value, isLittle) => view.setUint16(at, value, isLittle),
  i4: (view, at, value, isLittle) => view.setInt32(at, value, isLittle),
  u4: (view, at, value, isLittle) => view.setUint32(at, value, isLittle),
  i8: (view, at, value, isLittle) => view.setBigInt64(at, BigInt(value), isLittle),
  u8: (view, at, value, isLittle) => view.setBigUint64(at, BigInt(value), isLittle),
  f4: (view, at, value, isLittle) => view.setFloat32(at, value, isLittle),
  f8: (view, at, value, isLittle) => view.setFloat64(at, value, isLittle),
};

function numbers(type: string, values: readonly number[], isLittle: boolean): Uint8Array {
  const size = Number(type[1]);
  const bytes = new Uint8Array(values.length * size);
  values.forEach((value, index) => WRITERS[type](new DataView(bytes.buffer), index * size, value, isLittle));
  return bytes;
}

describe('reading an array of numpy', () => {
  const rows = [[1, 2, 3], [100, 5, 0]];
  it.each(Object.keys(WRITERS).flatMap((type) => [['<', type], ['>', type]]))('takes each row for a record: %s%s', (order, type) => {
    expect(decode(file(`${order}${type}`, '(2, 3)', numbers(type, rows.flat(), order === '<')))).toEqual(rows);
  });

  it.each([['i1', -128], ['i2', -32768], ['i4', -2147483648], ['i8', -(2 ** 53)], ['u1', 255], ['u4', 4294967295], ['u8', 2 ** 53 - 1], ['f4', 0.25], ['f8', 1e300]])(
    'knows what %s can hold: %d', (type, value) => {
      expect(decode(file(`<${type}`, '(1,)', numbers(type as string, [value as number], true)))).toEqual([value]);
    },
  );

  it.each<[string, Buffer, unknown[]]>([
    ['numbers of one axis as records that are numbers', file('<f8', '(2,)', numbers('f8', [1, 2], true)), [1, 2]],
    ['a number without axes as one record', file('<f8', '()', numbers('f8', [2.5], true)), [2.5]],
    ['half precision', file('<f2', '(8,)', NUMPY.halfs), [0.5, -2, 65504, 2 ** -24, Infinity, -Infinity, NaN, -0]],
    ['truth as 1 and 0', file('|b1', '(3,)', new Uint8Array([1, 0, 1])), [1, 0, 1]],
    ['Fortran order', file('<f4', '(2, 3)', NUMPY.fortran, { order: 'True' }), [[1, 2, 3], [4, 5, 6]]],
    ['more axes as arrays of arrays', file('>i2', '(2, 2, 2)', NUMPY.cube, { order: 'True' }), [[[0, 1], [2, 3]], [[4, 5], [6, 7]]]],
    ['version 2', file('<i4', '(1,)', numbers('i4', [7], true), { version: 2 }), [7]],
    ['version 3', file('<i4', '(1,)', numbers('i4', [7], true), { version: 3 }), [7]],
    ['sizes of Python 2', file('<i4', '(1L, 1L)', numbers('i4', [7], true)), [[7]]],
    ['no rows as no records', file('<f8', '(0, 4)', ''), []],
    ['rows without numbers as no records', file('<f8', '(1000000000000, 0)', ''), []],
  ])('takes %s', (_case, body, records) => {
    expect(decode(body)).toEqual(records);
  });

  const good = file('<f8', '(2,)', numbers('f8', [1, 2], true));
  it.each<[string, Buffer, RegExp]>([
    ['text', Buffer.from('1,2,3,4,5,6,7,8'), /does not begin like one/],
    ['hardly anything', Buffer.from('\x93NUM', 'latin1'), /does not begin like one/],
    ['a cut head', good.subarray(0, 60), /ends inside its head/],
    ['a cut body', good.subarray(0, -1), /its head says 2 numbers of 8 bytes, and 15 bytes follow/],
    ['more than the numbers', Buffer.concat([good, good]), /its head says 2 numbers of 8 bytes, and \d+ bytes follow/],
    ['another version', file('<f8', '(2,)', '', { version: 4 }), /version 4/],
    ['objects of Python', file('|O', '(1,)', 'gAM='), /its type "\|O" is none of b1, i1/],
    ['texts', file('<U3', '(1,)', new Uint8Array(12)), /its type "<U3" is none of/],
    ['complex numbers', file('<c8', '(1,)', new Uint8Array(8)), /its type "<c8" is none of/],
    ['a record type', file("', 'x", '(1,)', ''), /its type "" is none of/],
    ['no shape', file('<f8', 'None', ''), /says no shape/],
    ['a shape of no numbers', file('<f8', '(1 2,)', numbers('f8', [1, 2], true)), /says NaN numbers/],
    ['a huge shape', file('<f8', `(${'9'.repeat(400)},)`, ''), /says Infinity numbers/],
    ['too many axes', file('<f8', `(${'1,'.repeat(65)})`, numbers('f8', [1], true)), /has 65 axes/],
    ['a whole number that JavaScript does not have', file('<u8', '(1,)', new Uint8Array(8).fill(0xff)), /beyond 2\^53/],
  ])('refuses %s', (_case, body, message) => {
    expect(() => decode(body)).toThrowError(expect.objectContaining({ code: 'SMA_RUN_BODY', status: 400, message: expect.stringMatching(message) }));
  });
});

describe('writing an array of numpy', () => {
  it('has the head that numpy writes', () => {
    const text = '{\'descr\': \'<f8\', \'fortran_order\': False, \'shape\': (2, 3), }';
    const head = Buffer.from(`\x93NUMPY\x01\x00v\x00${text.padEnd(117)}\n`, 'latin1');

    expect((npyCodec.encode([[1, 2, 3], [4, 5, 6]]) as Buffer).subarray(0, 128)).toEqual(head);
  });

  it.each<[string, unknown[], unknown[]]>([
    ['numbers', [1, 0.1, -0, NaN, Infinity], [1, 0.1, -0, NaN, Infinity]],
    ['truth and large whole numbers', [true, false, 2n ** 53n], [1, 0, 2 ** 53]],
    ['rows', [[1, 2], [3, 4]], [[1, 2], [3, 4]]],
    ['rows of typed arrays', [new Float32Array([0.5, 1]), new Int8Array([2, 3])], [[0.5, 1], [2, 3]]],
    ['rows of one number', [[1], [2]], [[1], [2]]],
  ])('reads again what it writes: %s', (_case, predictions, records) => {
    expect(decode(npyCodec.encode(predictions) as Buffer)).toEqual(records);
  });

  const bad = npyCodec.placeholder('is bad');
  it.each<[string, unknown[], unknown[]]>([
    ['before the first row', [bad, bad, [1, 2]], [[NaN, NaN], [NaN, NaN], [1, 2]]],
    ['between rows', [[1, 2], bad, [3, 4]], [[1, 2], [NaN, NaN], [3, 4]]],
    ['between numbers', [bad, 1, bad], [NaN, 1, NaN]],
    ['alone', [bad, bad], [NaN, NaN]],
  ])('has NaN for bad records %s', (_case, predictions, records) => {
    expect(decode(npyCodec.encode(predictions) as Buffer)).toEqual(records);
  });

  it('is the same piece by piece', () => {
    const predictions = [bad, [1, 2], bad, [3, 4]];
    const encoding = npyCodec.encoding(4, false);
    const pieces = [encoding.start(), ...predictions.map((prediction, index) => encoding.next(prediction, index)), encoding.end()];

    expect(Buffer.concat(pieces.map((piece) => Buffer.from(piece as Buffer)))).toEqual(npyCodec.encode(predictions));
  });

  it.each<[string, unknown[]]>([
    ['text', [1, 'setosa']], ['an object', [1, { a: 1 }]], ['nothing', [1, undefined]], ['a nested array', [[1], [[2]]]],
    ['rows of unequal length', [[1, 2], [3]]], ['a row after a number', [1, [2]]], ['a number after a row', [[1], 2]], ['2^53 + 1', [1, 2n ** 53n + 1n]],
  ])('refuses %s', (_case, predictions) => {
    expect(() => npyCodec.encode(predictions)).toThrowError(expect.objectContaining({ code: 'SMA_RUN_PREDICTIONS', message: expect.stringContaining('prediction 2') }));
  });
});
