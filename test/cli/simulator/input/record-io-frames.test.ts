import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { bytesOf } from './job-channels';
import { RECORD_MAX_BYTES, recordIoFrame } from '../../../../src/cli/simulator/input/record-io-frames';
import { recordIoOf } from '../../../../src/runtime/training/channels/record-io';
import { recordIo } from '../../conformance/record-io';

const MAGIC = Buffer.from([0x0a, 0x23, 0xd7, 0xce]);

/** Chunks of that many bytes: borders of words are not borders of chunks. */
async function* inChunks(payload: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < payload.length; at += size) yield payload.subarray(at, at + size);
}

const framed = (payload: Buffer, chunkBytes = 7): Promise<Buffer> => bytesOf(recordIoFrame(() => inChunks(payload, chunkBytes)));

async function read(frames: Buffer): Promise<Buffer[]> {
  const records: Buffer[] = [];
  for await (const some of recordIoOf({ place: 'test', chunks: Readable.from(inChunks(frames, 5)) }, 1e6)) records.push(...some.map((one) => Buffer.from(one)));
  return records;
}

describe('recordIoFrame', () => {
  it.each([0, 1, 2, 3, 4, 5, 8, 1_000, 70_001])('frames %d bytes: magic, length, payload, zeros up to a multiple of four', async (length) => {
    const payload = Buffer.alloc(length, 'abc');

    const frame = await framed(payload);

    expect(frame).toEqual(recordIo(payload));
    expect(frame.length % 4).toBe(0);
  });

  it('cuts a record into first, middle and last part where it holds the magic number at a border of words', async () => {
    const payload = Buffer.concat([Buffer.from('head'), MAGIC, Buffer.from('mid1mid2'), MAGIC, Buffer.from('end')]);

    expect(await framed(payload)).toEqual(Buffer.concat([recordIo(Buffer.from('head'), 1), recordIo(Buffer.from('mid1mid2'), 2), recordIo(Buffer.from('end'), 3)]));
  });

  it('keeps a magic number that stands elsewhere', async () => {
    const payload = Buffer.concat([Buffer.from('x'), MAGIC, Buffer.from('yz')]);

    expect(await framed(payload)).toEqual(recordIo(payload));
  });

  it.each([
    ['nothing else', MAGIC],
    ['two of them', Buffer.concat([MAGIC, MAGIC])],
    ['one at the end', Buffer.concat([Buffer.from('abcd'), MAGIC])],
    ['one at the beginning and bytes behind it', Buffer.concat([MAGIC, Buffer.from('a')])],
    ['the beginning of one at the end', Buffer.concat([Buffer.from('abcd'), MAGIC.subarray(0, 3)])],
  ])('makes what readers put together again: %s', async (_, payload) => {
    for (const chunkBytes of [1, 3, 4, 64]) expect(await read(await framed(payload, chunkBytes))).toEqual([payload]);
  });

  it('refuses what no length can say', async () => {
    const chunk = Buffer.alloc(2 ** 24);
    async function* tooMuch(): AsyncGenerator<Buffer> {
      for (let bytes = 0; bytes <= RECORD_MAX_BYTES; bytes += chunk.length) yield chunk;
    }

    await expect(bytesOf(recordIoFrame(tooMuch))).rejects.toThrow('holds more than 536870911 bytes');
  });

  it('refuses a payload that changes between the two readings', async () => {
    let readings = 0;
    const changing = () => inChunks(Buffer.alloc((readings += 1)), 10);

    await expect(bytesOf(recordIoFrame(changing))).rejects.toThrow('changed while it was read: 1 bytes at first, then 2');
  });
});
