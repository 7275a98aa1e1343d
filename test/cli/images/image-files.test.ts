import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { create } from 'tar';
import { describe, expect, it } from 'vitest';
import { readFileSystem } from '../../../src/cli/images/image-files';
import { tmpDir } from '../../support/tmp-dir';

/** The file system that `docker export` gives, made from a folder. */
async function fileSystem(isRead: (path: string) => boolean = () => false) {
  const dir = tmpDir('sma-files-');
  const write = (path: string, text: string, mode = 0o644) => {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
    chmodSync(join(dir, path), mode);
  };
  write('usr/bin/node', 'x', 0o755);
  write('app/train.py', 'x', 0o755);
  write('root/.npmrc', '//registry/:_authToken=abc\n');
  symlinkSync('usr/bin', join(dir, 'bin'));
  symlinkSync('../../app/train.py', join(dir, 'usr/bin/train'));
  symlinkSync('/app/none', join(dir, 'usr/bin/serve'));
  symlinkSync('loop-b', join(dir, 'loop-a'));
  symlinkSync('loop-a', join(dir, 'loop-b'));
  return readFileSystem(create({ cwd: dir, portable: false }, ['usr', 'app', 'root', 'bin', 'loop-a', 'loop-b']) as unknown as Readable, isRead);
}

describe('the files of an image', () => {
  it('are found through links of folders and of files', async () => {
    const files = await fileSystem();

    expect(files.resolve('/bin/train')).toEqual({ path: '/app/train.py', file: expect.objectContaining({ kind: 'file', mode: 0o755, size: 1 }) });
    expect(files.resolve('/usr/bin/../bin/node')?.path).toBe('/usr/bin/node');
  });

  it('are not found where a link leads nowhere or in a circle', async () => {
    const files = await fileSystem();

    expect(['/bin/serve', '/loop-a', '/none'].map((path) => files.resolve(path))).toEqual([undefined, undefined, undefined]);
  });

  it('are read where they are chosen, and nowhere else', async () => {
    const files = await fileSystem((path) => path.endsWith('.npmrc'));

    expect([...files.read]).toEqual([['/root/.npmrc', '//registry/:_authToken=abc\n']]);
  });
});
