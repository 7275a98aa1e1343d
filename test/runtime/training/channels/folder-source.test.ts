import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { baseFolder, type Files } from '../../support/base-folder';
import { all, channelIn, textOf, world } from '../../support/channels';

const inFolder = (files: Files, inputMode: 'File' | 'FastFile' = 'File', surroundings = world()) =>
  channelIn(baseFolder(Object.fromEntries([['training/', {}], ...Object.entries(files).map(([name, content]) => [`training/${name}`, content])])), { inputMode }, surroundings);

const TWO: Files = { 'b.csv': '3,4', 'a/a.csv': '1,2\n' };

describe.each(['File', 'FastFile'] as const)('a channel in %s mode', (mode) => {
  it('reads its files one after the other, in every epoch again', async () => {
    const training = inFolder(TWO, mode);

    expect([await textOf(training.open()), await textOf(training.open(0)), await textOf(training.open(7))]).toEqual(['1,2\n3,4', '1,2\n3,4', '1,2\n3,4']);
    expect([await all(training.records()), await all(training.records({ epoch: 1 }))]).toEqual([[['1', '2'], ['3', '4']], [['1', '2'], ['3', '4']]]);
  });

  it('is read by many at once', async () => {
    const training = inFolder(TWO, mode);

    expect(await Promise.all([1, 2, 3, 4, 5, 6].map(() => textOf(training.open())))).toEqual(Array(6).fill('1,2\n3,4'));
  });

  it('survives having no files', async () => {
    const training = inFolder({ '.hidden': '1,2\n', '_SUCCESS': '' }, mode);

    expect([await textOf(training.open()), await all(training.lines()), await all(training.records()), await all(training.numbers())]).toEqual(['', [], [], []]);
  });
});

describe('files that are stored compressed', () => {
  const gz = gzipSync('1,2\n');

  it('are inflated by their ending', async () => {
    const training = inFolder({ 'a.csv.gz': gz, 'b.csv': '3,4\n' });

    expect(await textOf(training.open())).toBe('1,2\n3,4\n');
    expect(await all(training.records())).toEqual([['1', '2'], ['3', '4']]);
  });

  it('stay as they are when they are archives, or when asked', async () => {
    expect(Buffer.concat(await all(inFolder({ 'model.tar.gz': gz }).open()))).toEqual(gz);
    expect(Buffer.concat(await all(inFolder({ 'a.csv.gz': gz }).open(0, { gunzip: false })))).toEqual(gz);
  });

  it('are inflated whatever they are called when asked', async () => {
    expect(await textOf(inFolder({ 'a.csv': gz }).open(0, { gunzip: true }))).toBe('1,2\n');
  });

  it.each<[string, Uint8Array]>([['cut', gz.subarray(0, 15)], ['not gzip', Buffer.from('1,2\n')]])('are refused when they are %s', async (_case, bytes) => {
    const training = inFolder({ 'a.csv.gz': bytes });
    const refusal = expect.objectContaining({ code: 'SMA_RUN_RECORD', message: expect.stringMatching(/^channel training, file a\.csv\.gz cannot be inflated: it is not whole gzip data \(Z_[A-Z]+_ERROR\)$/) });

    await expect(all(training.open())).rejects.toEqual(refusal);
    await expect(all(training.records())).rejects.toEqual(refusal);
  });
});

it('reading ends when the job is asked to stop', async () => {
  const surroundings = world();
  const training = inFolder({ 'a.csv': '1,2\n'.repeat(1_000_000) }, 'File', surroundings);
  const lines = training.lines();
  await lines.next();
  const bytes = training.open();
  await once(bytes, 'readable');
  surroundings.stop.abort();

  await expect(all(lines)).rejects.toMatchObject({ name: 'AbortError' });
  await expect(all(bytes)).rejects.toMatchObject({ name: 'AbortError' });
});
