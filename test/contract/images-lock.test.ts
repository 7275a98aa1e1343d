import { describe, expect, it } from 'vitest';
import { parseImagesLock } from '../../src/contract/images-lock';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const entry = { repository: 'host/team/train', tag: '1.2.3', digest: DIGEST };
const parse = (value: unknown) => parseImagesLock(JSON.stringify(value));

describe('parseImagesLock', () => {
  it('reads what a push recorded', () => {
    const lock = { lockVersion: 1, images: { training: entry } };

    expect(parse(lock)).toEqual({ lock });
  });

  it.each<[string, unknown, RegExp]>([
    ['another version', { lockVersion: 2, images: {} }, /lock version 2; .* reads version 1/],
    ['a list', [], /lock version undefined/],
    ['null', null, /lock version undefined/],
    ['no images', { lockVersion: 1 }, /no object at images/],
    ['an entry that is a text', { lockVersion: 1, images: { training: 'x' } }, /no object at images\.training/],
    ['an entry without tag', { lockVersion: 1, images: { inference: { ...entry, tag: undefined } } }, /no text at images\.inference\.tag/],
    ['a digest of another kind', { lockVersion: 1, images: { algorithm: { ...entry, digest: 'md5:1' } } }, /images\.algorithm\.digest "md5:1", which is no sha256/],
  ])('refuses %s', (_, value, problem) => {
    expect(parse(value)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('refuses what is no JSON', () => {
    expect(parseImagesLock('{')).toEqual({ problem: expect.stringMatching(/is not JSON/) });
  });
});
