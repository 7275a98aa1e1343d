import { describe, expect, it } from 'vitest';
import { splitterFor } from '../../../../../src/cli/simulator/transform/splitters/splitter-for';
import type { SplitType } from '../../../../../src/contract/create-algorithm';
import { recordIo } from '../../../conformance/record-io';
import { all, inPieces } from '../bytes';

const NO_LIMIT = { maxRecordBytes: Infinity };
const split = (type: SplitType, bytes: Buffer, piece = 3, limits = NO_LIMIT) => all(splitterFor(type)(inPieces(bytes, piece), limits));
const payloads = async (...args: Parameters<typeof split>) => (await split(...args)).map(({ payload }) => payload.toString('latin1'));

/** Two records, "hello" and "", framed as TensorFlow does; made by another program. */
const TF_RECORDS = Buffer.from('0500000000000000eab2043e68656c6c6fbb1f1c19000000000000000029039807d8ea82a2', 'hex');

describe('SplitType Line', () => {
  it.each([1, 2, 5, 100])('ends a record with its line feed, whatever the pieces of %i bytes are', async (piece) => {
    expect(await payloads('Line', Buffer.from('a\n\nbcd\r\nlast'), piece)).toEqual(['a\n', '\n', 'bcd\r\n', 'last']);
  });

  it('finds no record in an empty object', async () => {
    expect(await payloads('Line', Buffer.alloc(0))).toEqual([]);
  });

  it('refuses a line above the limit by its number, before it is read to its end', async () => {
    const endless = (async function* () {
      yield Buffer.from('ok\n');
      for (;;) yield Buffer.from('xxxx');
    })();

    await expect(all(splitterFor('Line')(endless, { maxRecordBytes: 10 }))).rejects.toThrow(/^record 2 has 12 bytes or more; one request takes 10 bytes/);
  });

  it('does not count the end of a line', async () => {
    expect(await payloads('Line', Buffer.from('1234\n1234'), 3, { maxRecordBytes: 4 })).toEqual(['1234\n', '1234']);
  });
});

describe('SplitType None', () => {
  it('takes the object as one record, an empty one too', async () => {
    expect(await payloads('None', Buffer.from('a\nb\n'))).toEqual(['a\nb\n']);
    expect(await payloads('None', Buffer.alloc(0))).toEqual(['']);
  });

  it('refuses an object above the limit', async () => {
    await expect(split('None', Buffer.alloc(11), 3, { maxRecordBytes: 10 })).rejects.toThrow(/^record 1 has 11 bytes or more/);
  });
});

describe('SplitType RecordIO', () => {
  const file = Buffer.concat([recordIo(Buffer.from('abcde')), recordIo(Buffer.alloc(0)), recordIo(Buffer.from('abcd'))]);

  it.each([1, 7, 100])('finds payloads and keeps the framing beside them, in pieces of %i bytes', async (piece) => {
    const records = await split('RecordIO', file, piece);

    expect(records.map(({ payload }) => payload.toString())).toEqual(['abcde', '', 'abcd']);
    expect(Buffer.concat(records.map(({ framed }) => framed))).toEqual(file);
  });

  it('puts the parts of a record together, with the magic between them', async () => {
    const parts = Buffer.concat([recordIo(Buffer.from('aaaa'), 1), recordIo(Buffer.from('bbbb'), 2), recordIo(Buffer.from('cc'), 3), recordIo(Buffer.from('d'))]);

    const records = await split('RecordIO', parts);

    const magic = Buffer.from('0a23d7ce', 'hex').toString('latin1');
    expect(records.map(({ payload }) => payload.toString('latin1'))).toEqual([`aaaa${magic}bbbb${magic}cc`, 'd']);
    expect(Buffer.concat(records.map(({ framed }) => framed))).toEqual(parts);
  });

  it.each([
    ['text', Buffer.from('1,2\n3,4\n5,6\n'), /record 1 does not begin with the magic number/],
    ['a cut frame', recordIo(Buffer.from('abcdefgh')).subarray(0, 12), /record 1 says 8 bytes and the object ends before/],
    ['a cut record', recordIo(Buffer.from('aaaa'), 1), /record 1 ends before its last part/],
    ['the rest of a record', recordIo(Buffer.from('aaaa'), 3), /record 1 begins with a frame that continues another/],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(split('RecordIO', bytes)).rejects.toThrow(message);
  });

  it('refuses a record above the limit, its parts together', async () => {
    const parts = Buffer.concat([recordIo(Buffer.from('aaaa'), 1), recordIo(Buffer.from('bbbb'), 3)]);

    await expect(split('RecordIO', parts, 3, { maxRecordBytes: 11 })).rejects.toThrow(/^record 1 has 12 bytes or more/);
  });
});

describe('SplitType TFRecord', () => {
  it.each([1, 7, 100])('finds payloads and keeps the framing beside them, in pieces of %i bytes', async (piece) => {
    const records = await split('TFRecord', TF_RECORDS, piece);

    expect(records.map(({ payload }) => payload.toString())).toEqual(['hello', '']);
    expect(Buffer.concat(records.map(({ framed }) => framed))).toEqual(TF_RECORDS);
  });

  it.each([
    ['text', Buffer.from('1,2\n3,4\n5,6\n'), /the object is not TFRecord: record 1 does not begin with a length and its checksum/],
    ['a cut record', TF_RECORDS.subarray(0, 14), /record 1 says 5 bytes and the object ends before/],
    ['a cut header', TF_RECORDS.subarray(0, 25), /record 2 does not begin/],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(split('TFRecord', bytes)).rejects.toThrow(message);
  });

  it('refuses a record above the limit by what its header says', async () => {
    await expect(split('TFRecord', TF_RECORDS, 3, { maxRecordBytes: 4 })).rejects.toThrow(/^record 1 has 5 bytes or more/);
  });
});
