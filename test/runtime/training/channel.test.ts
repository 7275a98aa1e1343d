import { symlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createChannel } from '../../../src/runtime/training/channel';
import { baseFolder, type Files } from '../support/base-folder';

function files(content: Files, prepare: (folder: string) => void = () => {}): Promise<string[]> {
  const path = baseFolder(content);
  prepare(path);
  return createChannel({ name: 'training', contentType: 'text/csv', inputMode: 'File', path }).files()
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
  const channel = createChannel({ name: 'training', contentType: 'text/csv', inputMode: 'File', path });

  (await channel.files()).pop();

  expect(await channel.files()).toHaveLength(1);
});
