import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NumberOptions } from '../../../src/runtime/training';
import { tmpDir } from '../../support/tmp-dir';
import { baseFolder, type Files } from '../support/base-folder';
import { all, channelIn, recordIo } from '../support/channels';
import { feed, feeder, makeFifo } from '../support/fifo';

function files(content: Files, prepare: (folder: string) => void = () => {}): Promise<string[]> {
  const path = baseFolder(content);
  prepare(path);
  return channelIn(path, { path }).files()
    .then((found) => found.map((file) => file.slice(path.length + 1)));
}

it('finds files at any depth, in the same order everywhere', async () => {
  expect(await files({ 'b.csv': '1', 'a/z.csv': '1', 'a/b/c.csv': '1', 'B.csv': '1', 'a.csv': '1' }))
    .toEqual(['B.csv', 'a.csv', 'a/b/c.csv', 'a/z.csv', 'b.csv']);
});

it('finds two thousand files', async () => {
  const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`part-${index}`, '1']));

  expect(await files(many)).toHaveLength(2000);
});

it('leaves out hidden files, hidden folders and files without content', async () => {
  expect(await files({ 'a.csv': '1', '.DS_Store': '1', '.git/config': '1', '_SUCCESS': '', '.a.csv.crc': '1', 'empty/': {} })).toEqual(['a.csv']);
});

it('gives an empty list for an empty folder', async () => {
  expect(await files({})).toEqual([]);
});

it('follows links to files', async () => {
  expect(await files({ 'a.csv': '1' }, (folder) => symlinkSync('a.csv', `${folder}/b.csv`))).toEqual(['a.csv', 'b.csv']);
});

it('gives every caller a list of his own', async () => {
  const path = baseFolder({ 'a.csv': '1' });
  const channel = channelIn(path, { path });

  (await channel.files()).pop();

  expect(await channel.files()).toHaveLength(1);
});

describe('records', () => {
  const csv: Files = { 'training/a.csv': 'x,y\n1,"2,5"\n' };

  it('are what the content type says', async () => {
    expect(await all(channelIn(baseFolder(csv), { contentType: 'Text/CSV; label_size=0' }).records<string[]>())).toEqual([['x', 'y'], ['1', '2,5']]);
    expect(await all(channelIn(baseFolder({ 'training/a': '{"a":1}\n[2]\n' }), { contentType: 'application/jsonlines' }).records())).toEqual([{ a: 1 }, [2]]);
    for (const contentType of ['application/x-recordio', 'application/x-recordio-protobuf']) {
      expect(await all(channelIn(baseFolder({ 'training/a': recordIo('a', 'b') }), { contentType }).records<Buffer>())).toEqual([Buffer.from('a'), Buffer.from('b')]);
    }
  });

  it('are what the caller says', async () => {
    const of = (content: string | Uint8Array) => channelIn(baseFolder({ 'training/a': content }), { contentType: 'application/x-mine' });

    expect(await all(of('h\n1\n').records({ as: 'csv', header: true }))).toEqual([['1']]);
    expect(await all(of('1\n').records({ as: 'jsonlines' }))).toEqual([1]);
    expect(await all(of(recordIo('a')).records({ as: 'recordio' }))).toEqual([Buffer.from('a')]);
    expect(await all(of('1\n').numbers({ as: 'csv' }))).toEqual([{ rows: 1, columns: 1, values: new Float64Array([1]) }]);
    expect(await all(of('1\n2').lines())).toEqual(['1', '2']);
  });

  it('are numbers when asked, header left out', async () => {
    const training = channelIn(baseFolder({ 'training/a.csv': 'x,y\n1,2\n', 'training/b.csv': 'x,y\n3,4' }));

    expect(await all(training.records({ numbers: true, header: true }))).toEqual([new Float64Array([1, 2]), new Float64Array([3, 4])]);
    expect(await all(training.numbers({ header: true }))).toEqual([{ rows: 2, columns: 2, values: new Float64Array([1, 2, 3, 4]) }]);
  });

  it('have no reader for other content types', () => {
    const parquet = channelIn('/none', { contentType: 'application/x-parquet' });
    const refusal = (readable: string) => expect.objectContaining({
      code: 'SMA_RUN_RECORD_FORMAT',
      message: `channel training has content type "application/x-parquet", which is not read as records; readers exist for ${readable}`,
    });

    expect(() => parquet.records()).toThrowError(refusal('"text/csv", "application/jsonlines", "application/x-recordio", "application/x-recordio-protobuf"'));
    expect(() => parquet.numbers()).toThrowError(refusal('"text/csv", for numbers'));
  });

  it('of objects in RecordIO frames are unwrapped, and begin anew in each', async () => {
    const base = tmpDir();
    const wrapped = (contentType: string) => channelIn(base, { inputMode: 'Pipe', recordWrapper: 'RecordIO', contentType });
    const objects = (...texts: string[]) => feed(`${base}/training_${count++}`, recordIo(...texts));
    let count = 0;
    const training = wrapped('text/csv');
    for (let epoch = 0; epoch < 5; epoch++) objects('h\n1,2', '', 'h\n3,"4"\n5,6');
    objects('h\n1,2', 'h\n1\n');

    expect(await all(training.records({ header: true }))).toEqual([['1', '2'], ['3', '4'], ['5', '6']]);
    expect(await all(training.lines())).toEqual(['h', '1,2', 'h', '3,"4"', '5,6']);
    expect((await all(training.numbers({ header: true }))).map(({ rows }) => rows)).toEqual([3]);
    expect((await all(training.records({ as: 'recordio' }))).map(String)).toEqual(['h\n1,2', '', 'h\n3,"4"\n5,6']);
    expect(Buffer.concat(await all(training.open()))).toEqual(recordIo('h\n1,2', '', 'h\n3,"4"\n5,6'));
    await expect(all(training.numbers({ header: true }))).rejects.toMatchObject({
      message: 'channel training, epoch 5, object 2 has 1 columns in record 2; the records before have 2',
    });
  });

  it('of an object in a RecordIO frame are there before the object has ended, however long it says it is', async () => {
    const base = tmpDir();
    const object = recordIo(`1,2\n${'3,4\n'.repeat(50_000)}`);
    const fed = feeder(makeFifo(`${base}/training_0`));
    fed.input.write(object.subarray(0, 20));
    const rows = channelIn(base, { inputMode: 'Pipe', recordWrapper: 'RecordIO' }).records({ recordMaxBytes: 100 });

    expect(await rows.next()).toEqual({ done: false, value: ['1', '2'] });
    fed.input.end(object.subarray(20));
    expect(await all(rows)).toHaveLength(50_000);
  });

  it('of objects in RecordIO frames are refused when one of them is too long, whatever the objects are', async () => {
    const base = tmpDir();
    const training = channelIn(base, { inputMode: 'Pipe', recordWrapper: 'RecordIO' });
    for (const epoch of [0, 1, 2]) feed(`${base}/training_${epoch}`, recordIo('1\n', [1, '2\n'], [3, 'x'.repeat(100)]));

    const options = { recordMaxBytes: 100 };

    for (const read of [() => training.lines(options), () => training.records(options), () => training.numbers(options)]) {
      await expect(all<unknown>(read())).rejects.toMatchObject({
        message: expect.stringMatching(/^channel training, epoch \d, object 2 has a record of more than 100 bytes/),
      });
    }
  });

  it('are whole objects in RecordIO frames when their type has no reader', async () => {
    const base = tmpDir();
    feed(`${base}/training_0`, recordIo('PNG 1', 'PNG 2'));

    expect((await all(channelIn(base, { inputMode: 'Pipe', recordWrapper: 'RecordIO', contentType: 'image/png' }).records<Buffer>())).map(String)).toEqual(['PNG 1', 'PNG 2']);
  });

  it('of an augmented manifest are grouped by line', async () => {
    const base = tmpDir();
    const training = channelIn(base, { inputMode: 'Pipe', recordWrapper: 'RecordIO', contentType: 'application/x-image' });
    feed(`${base}/training_0`, recordIo('image 1', '0', 'image 2', '1'));
    feed(`${base}/training_1`, recordIo('image 1', '0', 'image 2'));
    const attributes = ['image-ref', 'label'] as const;
    const lines = await all(training.records({ attributes }));

    expect(lines.map((line) => ({ image: String(line['image-ref']), label: String(line.label) }))).toEqual([{ image: 'image 1', label: '0' }, { image: 'image 2', label: '1' }]);
    await expect(all(training.records({ attributes }))).rejects.toMatchObject({
      code: 'SMA_RUN_RECORD', message: 'channel training, epoch 1 ends after 1 of the 2 attributes of a line',
    });
  });

  it.each<[object, string]>([
    [{ batchRows: 0 }, 'option batchRows is "0"; it must be a whole number from 1'],
    [{ batchRows: 1.5 }, 'option batchRows is "1.5"; it must be a whole number from 1'],
    [{ recordMaxBytes: NaN }, 'option recordMaxBytes is "NaN"; it must be a whole number from 1'],
    [{ epoch: -1 }, 'option epoch is "-1"; it must be a whole number from 0'],
    [{ as: 'parquet' }, 'option as is "parquet"; it must be one of "csv", "jsonlines", "recordio"'],
    [{ waitMaxSeconds: 0 }, 'option waitMaxSeconds is "0"; it must be a number of seconds above 0'],
  ])('refuse options such as %o', (options, message) => {
    expect(() => channelIn('/none').numbers(options as NumberOptions)).toThrowError(expect.objectContaining({ code: 'SMA_RUN_READ_OPTION', message }));
  });

  it.each([[[]], [['a', 'a']]])('refuse the attributes %o', (attributes) => {
    expect(() => channelIn('/none').records({ attributes })).toThrowError(expect.objectContaining({ code: 'SMA_RUN_READ_OPTION' }));
  });
});
