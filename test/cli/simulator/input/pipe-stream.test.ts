import { closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesOf, channel, type ChannelParts } from './job-channels';
import { epochBytes, pipeFeed } from '../../../../src/cli/simulator/input/pipe-stream';
import { ONLY_HOST } from '../../../../src/cli/simulator/input/share';
import { tmpDir } from '../../../support/tmp-dir';
import { recordIo } from '../../conformance/record-io';

function stored(objects: Readonly<Record<string, string | Buffer>>, parts: ChannelParts = {}) {
  const dir = tmpDir('sma-pipe-');
  const items = Object.entries(objects).map(([key, content]) => {
    writeFileSync(join(dir, key), content);
    return [{ key, file: join(dir, key) }];
  });
  return channel({ items, ...parts });
}
const epoch = (one: ReturnType<typeof channel>, number = 0) => bytesOf(epochBytes(one, ONLY_HOST, number));

describe('an epoch of a channel in Pipe mode', () => {
  it('is its objects one after the other, with nothing between them, in every epoch', async () => {
    const one = stored({ 'a.csv': '1\n2', 'b.csv': '3\n', 'c.csv': '' });

    expect((await epoch(one)).toString()).toBe('1\n23\n');
    expect((await epoch(one, 5)).toString()).toBe('1\n23\n');
  });

  it('has one RecordIO record for each object, the empty one too', async () => {
    const one = stored({ 'a.csv': '12345', 'b.csv': '' }, { recordWrapper: 'RecordIO' });

    expect(await epoch(one)).toEqual(Buffer.concat([recordIo(Buffer.from('12345')), recordIo(Buffer.alloc(0))]));
  });

  it('has the inflated objects of a Gzip channel, members one after the other included', async () => {
    const one = stored({ 'a.gz': Buffer.concat([gzipSync('1\n'), gzipSync('2\n')]), 'b.gz': '', 'c.gz': gzipSync('3\n') }, { compression: 'Gzip' });

    expect((await epoch(one)).toString()).toBe('1\n2\n3\n');
  });

  it('frames what was inflated', async () => {
    const one = stored({ 'a.gz': gzipSync('12345') }, { compression: 'Gzip', recordWrapper: 'RecordIO' });

    expect(await epoch(one)).toEqual(recordIo(Buffer.from('12345')));
  });

  it('keeps compressed objects as they are where the job does not say that they are compressed', async () => {
    const bytes = gzipSync('1\n');

    expect(await epoch(stored({ 'a.gz': bytes }))).toEqual(bytes);
  });

  it('has other orders in other epochs when it is shuffled', async () => {
    const one = stored(Object.fromEntries([...'abcdefgh'].map((key) => [key, key])), { shuffleSeed: '3' });
    const orders = await Promise.all([0, 1, 0].map(async (number) => (await epoch(one, number)).toString()));

    expect(orders[0]).toBe(orders[2]);
    expect(orders[1]).not.toBe(orders[0]);
    expect([...orders[1]].sort().join('')).toBe('abcdefgh');
  });

  it('has each attribute of an augmented manifest as one record, in their order', async () => {
    const { items } = stored({ 'x.png': 'pixels' });
    const one = channel({ items: [[...items[0], { text: 'cat' }]], recordWrapper: 'RecordIO' });

    expect(await epoch(one)).toEqual(Buffer.concat([recordIo(Buffer.from('pixels')), recordIo(Buffer.from('cat'))]));
  });

  it('comes in chunks, and is read no further than its reader wants', async () => {
    const one = stored({ 'large.bin': '' });
    const { file } = one.items[0][0] as { file: string };
    const handle = openSync(file, 'r+');
    ftruncateSync(handle, 2 ** 26);
    closeSync(handle);
    const sizes = new Set<number>();
    for await (const chunk of epochBytes(one, ONLY_HOST, 0)) sizes.add(chunk.length);
    const left = epochBytes(one, ONLY_HOST, 0);
    await left.next();
    await left.return(undefined);

    expect([...sizes]).toEqual([2 ** 16]);
    expect(await left.next()).toEqual({ done: true, value: undefined });
  });

  it.each([
    ['is cut', { 'a.gz': gzipSync('12345'.repeat(100)).subarray(0, 20) }, /training: a\.gz is not whole gzip data/],
    ['is none', { 'a.gz': Buffer.from([0x1f, 0x8b, 0, 0, 0]) }, /training: a\.gz is not whole gzip data/],
  ])('ends in the words of the person whose gzip data %s', async (_, objects, words) => {
    await expect(epoch(stored(objects, { compression: 'Gzip' }))).rejects.toMatchObject({ code: 'SMA_CLI_CHANNELS', details: [expect.stringMatching(words)] });
  });

  it('ends in the words of the person whose object went away', async () => {
    const gone = channel({ items: [[{ key: 'a.csv', file: '/nonexistent/a.csv' }]] });

    await expect(epoch(gone)).rejects.toMatchObject({ code: 'SMA_CLI_CHANNELS', details: [expect.stringContaining('training: a.csv ENOENT')] });
  });
});

describe('pipeFeed', () => {
  it('feeds the FIFOs of the channel with the share of its host', async () => {
    const one = stored({ a: 'a', b: 'b', c: 'c' }, { distribution: 'ShardedByS3Key' });
    const feed = pipeFeed(one, { index: 1, count: 2 }, 50);

    expect(feed).toMatchObject({ channel: 'training', lateMs: 50 });
    expect((await bytesOf(feed.epoch(0) as AsyncIterable<Uint8Array>)).toString()).toBe('b');
  });
});
