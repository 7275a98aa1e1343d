import { readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ReadOptions } from '../../../../src/runtime/training/channels/channel-options';
import { PipeSource } from '../../../../src/runtime/training/channels/pipe-source';
import { tmpDir } from '../../../support/tmp-dir';
import { all, channelIn, textOf, world } from '../../support/channels';
import { feed, feeder, feedForEver, makeFifo } from '../../support/fifo';

const pipe = (base: string, surroundings = world(), contentType = 'text/csv') => channelIn(base, { inputMode: 'Pipe', contentType }, surroundings);

/** Paths of what this process has open below a folder, where the system tells. */
const openBelow = (folder: string): string[] => process.platform !== 'linux' ? [] : readdirSync('/proc/self/fd').flatMap((fd) => {
  try {
    const path = readlinkSync(`/proc/self/fd/${fd}`);
    return path.startsWith(folder) ? [path] : [];
  } catch {
    return [];
  }
});

const rejection = (promise: Promise<unknown>): Promise<Error & { code?: string }> => promise.then(() => { throw new Error('it did not reject'); }, (error) => error);

describe('a channel in Pipe mode', () => {
  it('reads the FIFOs of the epochs in order', async () => {
    const base = tmpDir();
    const training = pipe(base);
    const read: string[] = [];
    for (const epoch of [0, 1, 2]) {
      feed(`${base}/training_${epoch}`, `epoch ${epoch}`);
      read.push(await textOf(training.open(epoch)));
    }

    expect(read).toEqual(['epoch 0', 'epoch 1', 'epoch 2']);
    expect(openBelow(base)).toEqual([]);
  });

  it('takes the next epoch when none is named', async () => {
    const base = tmpDir();
    const training = pipe(base);
    for (const epoch of [0, 1, 2]) feed(`${base}/training_${epoch}`, `${epoch}\n`);

    expect([await textOf(training.open()), await all(training.lines()), await all(training.records())]).toEqual(['0\n', ['1'], [['2']]]);
  });

  it('waits for a FIFO that appears late, and for its writer', async () => {
    const base = tmpDir();
    const reading = textOf(pipe(base).open(0));
    await sleep(100);
    const late = feeder(makeFifo(`${base}/training_0`));
    late.input.end('late');

    expect(await reading).toBe('late');
  });

  it('takes no writer for no end, however often it looks', async () => {
    const base = tmpDir();
    makeFifo(`${base}/training_0`);
    const reading = textOf(pipe(base).open(0));
    await sleep(200);
    feeder(`${base}/training_0`).input.end('there');

    expect(await reading).toBe('there');
  });

  it('survives an empty epoch', async () => {
    const base = tmpDir();
    const training = pipe(base);
    for (const [epoch, text] of ['', '', '', '1,2\n'].entries()) feed(`${base}/training_${epoch}`, text);

    expect(await textOf(training.open(0))).toBe('');
    expect(await all(training.records({ epoch: 1 }))).toEqual([]);
    expect(await all(training.numbers({ epoch: 2 }))).toEqual([]);
    expect(await all(training.records({ epoch: 3 }))).toEqual([['1', '2']]);
  });

  it('carries on after a reader that leaves early, whose FIFO is closed', async () => {
    const base = tmpDir();
    const endless = feedForEver(`${base}/training_0`);
    const training = pipe(base);
    for await (const line of training.lines()) {
      expect(line).toBe('1,2,3');
      break;
    }
    await endless.ended;
    feed(`${base}/training_1`, '4\n');

    expect(await all(training.lines())).toEqual(['4']);
    expect(openBelow(base)).toEqual([]);
  });

  it('closes an epoch that is still open before it opens the next', async () => {
    const base = tmpDir();
    const endless = feedForEver(`${base}/training_0`);
    feed(`${base}/training_1`, 'next');
    const training = pipe(base);
    const first = training.open(0);
    await first[Symbol.asyncIterator]().next();

    expect(await textOf(training.open(1))).toBe('next');
    expect(first.closed).toBe(true);
    await endless.ended;
  });

  it('refuses epochs out of order', async () => {
    const base = tmpDir();
    const training = pipe(base);
    feed(`${base}/training_0`, '');
    await textOf(training.open(0));

    for (const epoch of [0, 2]) {
      expect(() => training.open(epoch)).toThrowError(expect.objectContaining({
        code: 'SMA_RUN_EPOCH', message: `channel training: epoch ${epoch} cannot be opened; the next one is 1`,
      }));
    }
    expect(await rejection(all(training.lines({ epoch: 0 })))).toMatchObject({ code: 'SMA_RUN_EPOCH' });
    expect(() => training.open(-1)).toThrowError(expect.objectContaining({ code: 'SMA_RUN_READ_OPTION' }));
  });

  it('reads more channels at once than libuv has threads, while files are read', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const base = tmpDir();
    const texts = names.map((name) => {
      makeFifo(`${base}/${name}_0`);
      return textOf(channelIn(base, { name, inputMode: 'Pipe', path: `${base}/${name}` }).open());
    });
    await sleep(50);
    writeFileSync(`${base}/file`, 'file');
    expect(await readFile(`${base}/file`, 'utf8')).toBe('file');
    for (const name of names.reverse()) feeder(`${base}/${name}_0`).input.end(`of ${name}`);

    expect(await Promise.all(texts)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `of ${name}`));
  });

  it('reads no faster than its reader', async () => {
    const base = tmpDir();
    const endless = feedForEver(`${base}/training_0`);
    const training = pipe(base).open(0);
    training.read(0);
    await new Promise((resolve) => training.once('readable', resolve));
    while (training.readableLength < training.readableHighWaterMark) await new Promise((resolve) => setImmediate(resolve));
    const held = training.readableLength;
    await sleep(50);

    expect(training.readableLength).toBe(held);
    expect(held).toBeLessThan(2 * training.readableHighWaterMark);
    training.destroy();
    await endless.ended;
  });

  it.each<[string, (base: string) => unknown]>([
    ['a FIFO that does not appear', () => {}],
    ['a writer that does not come', (base) => makeFifo(`${base}/training_0`)],
    ['a writer that falls silent', (base) => feeder(makeFifo(`${base}/training_0`)).input.write('1,2\n3')],
  ])('gives up on %s', async (_case, prepare) => {
    const base = tmpDir();
    prepare(base);
    const error = await rejection(all(pipe(base).open(0, { waitMaxSeconds: 0.2 })));

    expect(error).toMatchObject({ code: 'SMA_RUN_PIPE_TIMEOUT', exitCode: 2, message: `channel training, epoch 0: nothing has come through ${base}/training_0 for 0.2 s` });
    expect(openBelow(base)).toEqual([]);
  });

  it('refuses what is no FIFO', async () => {
    const base = tmpDir();
    writeFileSync(`${base}/training_0`, '1,2\n');

    expect(await rejection(all(pipe(base).records()))).toMatchObject({ code: 'SMA_RUN_PIPE_NOT_FIFO' });
  });

  it('follows a link to a FIFO', async () => {
    const base = tmpDir();
    feed(`${base}/elsewhere`, 'linked');
    symlinkSync('elsewhere', `${base}/training_0`);

    expect(await textOf(pipe(base).open())).toBe('linked');
  });

  it.each<[string, (base: string) => unknown]>([
    ['a FIFO', () => {}],
    ['a writer', (base) => makeFifo(`${base}/training_0`)],
    ['more bytes', (base) => feeder(makeFifo(`${base}/training_0`)).input.write('1,2\n3')],
  ])('stops waiting for %s when the job is asked to stop', async (_case, prepare) => {
    const base = tmpDir();
    prepare(base);
    const surroundings = world();
    const reading = all(pipe(base, surroundings).open(0));
    setTimeout(() => surroundings.stop.abort(), 50);

    expect(await rejection(reading)).toBe(surroundings.signal.reason);
    expect(openBelow(base)).toEqual([]);
  });

  it('opens nothing after the job was asked to stop', async () => {
    const surroundings = world();
    const training = pipe(tmpDir(), surroundings);
    const opened = training.open(0);
    surroundings.stop.abort();

    expect(await rejection(all(opened))).toBe(surroundings.signal.reason);
    expect(await rejection(all(training.records()))).toBe(surroundings.signal.reason);
  });

  it('can be destroyed while it waits, and gives way to the next epoch', async () => {
    const base = tmpDir();
    const training = pipe(base);
    const first = training.open(0);
    first.read(0);
    first.destroy();
    feed(`${base}/training_1`, 'next');

    expect(await textOf(training.open(1))).toBe('next');
  });

  it('inflates on demand, members one after the other', async () => {
    const base = tmpDir();
    const training = pipe(base);
    const twice = Buffer.concat([gzipSync('1,2\n'), gzipSync('3,4\n')]);
    feed(`${base}/training_0`, twice);
    feed(`${base}/training_1`, twice);
    feed(`${base}/training_2`, '');
    feed(`${base}/training_3`, twice.subarray(0, 30));

    expect(await textOf(training.open(0, { gunzip: true }))).toBe('1,2\n3,4\n');
    expect(await all(training.records({ gunzip: true }))).toEqual([['1', '2'], ['3', '4']]);
    expect(await all(training.records({ gunzip: true }))).toEqual([]);
    expect(await rejection(all(training.records({ gunzip: true })))).toMatchObject({
      code: 'SMA_RUN_RECORD', message: 'channel training, epoch 3 cannot be inflated: it is not whole gzip data (Z_BUF_ERROR)',
    });
  });

  it('has no files', async () => {
    expect(await rejection(pipe(tmpDir()).files())).toMatchObject({ code: 'SMA_RUN_CHANNEL_NO_FILES' });
  });
});

describe('a channel in Pipe mode where the event loop cannot wait for a writer', () => {
  const source = (base: string, surroundings = world()) =>
    new PipeSource({ name: 'training', contentType: 'text/csv', inputMode: 'Pipe', recordWrapper: 'None', isSharded: false, path: `${base}/training` }, surroundings, 'darwin');
  const once: ReadOptions = { epoch: 0 };

  it('reads through a process', async () => {
    const base = tmpDir();
    makeFifo(`${base}/training_0`);
    const reading = textOf(source(base).open(once));
    await sleep(50);
    feeder(`${base}/training_0`).input.end('1,2\n');

    expect(await reading).toBe('1,2\n');
  });

  it('ends the process with the reader', async () => {
    const base = tmpDir();
    const endless = feedForEver(`${base}/training_0`);
    for await (const chunk of source(base).open(once)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await endless.ended;
  });

  it.each<[string, string, string]>([
    ['fails', 'exit 3', 'exit code 3'], ['is killed', 'kill -9 $$', 'SIGKILL'],
  ])('takes no end of a process that %s for the end of the data', async (_case, end, outcome) => {
    const base = tmpDir();
    makeFifo(`${base}/training_0`);
    writeFileSync(`${base}/cat`, `#!/bin/sh\necho 1,2\n${end}\n`, { mode: 0o755 });
    vi.stubEnv('PATH', `${base}:${process.env.PATH}`);
    onTestFinished(() => void vi.unstubAllEnvs());

    expect(await rejection(all(source(base).open(once)))).toMatchObject({ message: `the process that reads ${base}/training_0 has ended with ${outcome}` });
  });

  it('tells that the process could not be started', async () => {
    const base = tmpDir();
    makeFifo(`${base}/training_0`);
    vi.stubEnv('PATH', base);
    onTestFinished(() => void vi.unstubAllEnvs());

    expect(await rejection(all(source(base).open(once)))).toMatchObject({ code: 'ENOENT' });
  });

  it('ends the process that waits when the job is asked to stop', async () => {
    const base = tmpDir();
    makeFifo(`${base}/training_0`);
    const surroundings = world();
    const reading = all(source(base, surroundings).open(once));
    setTimeout(() => surroundings.stop.abort(), 50);

    expect(await rejection(reading)).toBe(surroundings.signal.reason);
  });
});
