import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAugmentedManifest, readManifest } from '../../../../src/cli/simulator/input/manifest';
import { tmpDir } from '../../../support/tmp-dir';

const FILES = { 'p1.csv': '1', 'sub/p2.csv': '2', 'images/cat.png': 'cat', 'deep/images/cat.png': 'other cat' };

function folder(text: string): { file: string; place: { source: string; shown: string } } {
  const source = tmpDir('sma-manifest-');
  for (const [path, content] of Object.entries({ ...FILES, 'm.json': text })) {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), content);
  }
  return { file: join(source, 'm.json'), place: { source, shown: 'm.json' } };
}

function manifest(value: unknown) {
  const { file, place } = folder(typeof value === 'string' ? value : JSON.stringify(value));
  return readManifest(file, place).then((found) => ({ found, source: place.source }));
}

function augmented(attributes: readonly string[], ...lines: readonly unknown[]) {
  const { file, place } = folder(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return readAugmentedManifest(file, attributes, place).then((found) => ({ found, source: place.source }));
}

describe('readManifest', () => {
  it('gives the objects in the order of the manifest, their keys relative to the prefix', async () => {
    const { found, source } = await manifest([{ prefix: 's3://acme/d/' }, 'sub/p2.csv', 'p1.csv']);

    expect(found).toEqual({ items: [[{ key: 'sub/p2.csv', file: join(source, 'sub/p2.csv') }], [{ key: 'p1.csv', file: join(source, 'p1.csv') }]] });
  });

  it('takes a prefix that is a folder of the channel', async () => {
    const { found, source } = await manifest([{ prefix: 'sub/' }, 'p2.csv']);

    expect(found).toEqual({ items: [[{ key: 'p2.csv', file: join(source, 'sub/p2.csv') }]] });
  });

  it('tells all that is wrong with the entries at once', async () => {
    const { found } = await manifest([{ prefix: 's3://acme/d/' }, 'gone.csv', '../p1.csv', 7, '/p1.csv', 'sub']);

    expect(found).toEqual({ problems: [
      'm.json, entry 1: gone.csv is no file there',
      'm.json, entry 2 is "../p1.csv" and not the path of an object below the prefix',
      'm.json, entry 3 is 7 and not the path of an object below the prefix',
      'm.json, entry 4 is "/p1.csv" and not the path of an object below the prefix',
      'm.json, entry 5: sub is no file there',
    ] });
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '[{', /is no list whose first entry/],
    ['no list', { prefix: 's3://acme/d/' }, /is no list whose first entry/],
    ['no prefix', ['p1.csv'], /is no list whose first entry/],
    ['no object', [{ prefix: 's3://acme/d/' }], /names no object/],
    ['a prefix outside of the channel', [{ prefix: '../other/' }, 'p1.csv'], /neither in S3 nor a folder of the channel/],
  ])('refuses a manifest with %s', async (_, value, words) => {
    const { found } = await manifest(value);

    expect(found).toEqual({ problems: [expect.stringMatching(words)] });
  });

  it('says when there is none', async () => {
    expect(await readManifest('/nonexistent/m.json', { source: '/nonexistent', shown: 'm.json' })).toEqual({ problems: ['m.json cannot be read (ENOENT)'] });
  });
});

describe('readAugmentedManifest', () => {
  it('gives of each line the attributes that the job names, in their order: objects for -ref, text for others', async () => {
    const { found, source } = await augmented(['source-ref', 'label'],
      { 'label': 3, 'source-ref': 's3://acme/images/cat.png', 'label-metadata': {} }, '', { 'source-ref': 'p1.csv', 'label': 'dog' });

    expect(found).toEqual({ items: [
      [{ key: 'images/cat.png', file: join(source, 'images/cat.png') }, { text: '3' }],
      [{ key: 'p1.csv', file: join(source, 'p1.csv') }, { text: 'dog' }],
    ] });
  });

  it('takes for an object the file that the longest end of its key names', async () => {
    const { found, source } = await augmented(['x-ref'], { 'x-ref': 's3://acme/data/deep/images/cat.png' }, { 'x-ref': 's3://acme/data/images/cat.png' });

    expect(found).toMatchObject({ items: [[{ file: join(source, 'deep/images/cat.png') }], [{ file: join(source, 'images/cat.png') }]] });
  });

  it('tells all that is wrong with the lines at once', async () => {
    const { found } = await augmented(['source-ref', 'label'], 'no json', { 'source-ref': 's3://acme/gone.png' }, { 'source-ref': 1, 'label': 1 }, [1]);

    expect(found).toEqual({ problems: [
      'm.json, line 1 is no JSON object',
      'm.json, line 2: source-ref is s3://acme/gone.png, of which the folder of the channel has no file',
      'm.json, line 2: label is missing',
      'm.json, line 3: source-ref is 1 and names no object',
      'm.json, line 4 is no JSON object',
    ] });
  });

  it('refuses one without lines', async () => {
    expect((await augmented(['label'])).found).toEqual({ problems: ['m.json has no line'] });
  });
});
