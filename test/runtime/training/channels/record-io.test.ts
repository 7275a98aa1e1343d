import { describe, expect, it } from 'vitest';
import { recordIoOf } from '../../../../src/runtime/training/channels/record-io';
import { all, partOf, recordIo } from '../../support/channels';

const read = async (bytes: Uint8Array, chunkBytes?: number, maxBytes = 1000): Promise<string[]> =>
  (await all(recordIoOf(partOf(bytes, chunkBytes), maxBytes))).flat().map((record) => record.toString('latin1'));

const PAYLOADS = ['one', '', 'four', 'fives', '\xce\xd7\x23\x0a', 'x'.repeat(300)];

describe('frames of RecordIO', () => {
  it.each(Array.from({ length: 24 }, (_, index) => index + 1).concat(100, 1000))('are read from chunks of %d bytes', async (chunkBytes) => {
    expect(await read(recordIo(...PAYLOADS.map((text) => Buffer.from(text, 'latin1'))), chunkBytes)).toEqual(PAYLOADS);
  });

  it.each([1, 3, 1000])('are joined when a record has parts, from chunks of %d bytes', async (chunkBytes) => {
    const bytes = recordIo('whole', [1, 'abcd'], [2, ''], [3, 'ef'], 'next', [1, ''], [3, '']);

    expect(await read(bytes, chunkBytes)).toEqual(['whole', 'abcd\x0a\x23\xd7\xce\x0a\x23\xd7\xceef', 'next', '\x0a\x23\xd7\xce']);
  });

  it('may be none', async () => {
    expect(await read(Buffer.alloc(0))).toEqual([]);
  });

  it.each<[string, Buffer, string]>([
    ['another beginning', Buffer.concat([recordIo('a'), Buffer.from('1,2,3,4\n')]), 'has no RecordIO in record 2: it does not begin with 0xCED7230A'],
    ['the other byte order', Buffer.from('ced7230a00000000', 'hex'), 'has no RecordIO in record 1: it does not begin with 0xCED7230A'],
    ['a cut header', recordIo('a', 'b').subarray(0, 15), 'has no RecordIO in record 2: it ends after 3 bytes of it'],
    ['a cut payload', recordIo('a', 'four').subarray(0, 22), 'has no RecordIO in record 2: it ends after 10 bytes of it'],
    ['missing padding', recordIo('a').subarray(0, 9), 'has no RecordIO in record 1: it ends after 9 bytes of it'],
    ['a huge length', Buffer.from('0a23d7ceffffff1f', 'hex'), 'has no RecordIO in record 1: it is longer than 1000 bytes'],
    ['parts that are too long together', recordIo([1, 'x'.repeat(600)], [3, 'x'.repeat(600)]), 'has no RecordIO in record 1: it is longer than 1000 bytes'],
    ['a last part without first', recordIo([3, 'a']), 'has no RecordIO in record 1: it has parts that do not belong together'],
    ['a first part after a first', recordIo('x', [1, 'a'], [1, 'b']), 'has no RecordIO in record 2: it has parts that do not belong together'],
    ['a whole record among parts', recordIo([1, 'a'], 'b'), 'has no RecordIO in record 1: it has parts that do not belong together'],
    ['a part that does not exist', recordIo([5, 'a']), 'has no RecordIO in record 1: it has parts that do not belong together'],
    ['a missing last part', recordIo([1, 'a']), 'has no RecordIO in record 1: it ends before its last part'],
  ])('are refused with %s', async (_case, bytes, message) => {
    for (const chunkBytes of [1, 1000]) {
      await expect(read(bytes, chunkBytes)).rejects.toMatchObject({ code: 'SMA_RUN_RECORD', exitCode: 2, message: `channel training, file a ${message}` });
    }
  });
});
