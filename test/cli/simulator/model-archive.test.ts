import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { create, list } from 'tar';
import { describe, expect, it } from 'vitest';
import { extractModel, folderAsTar, packModel, unpackCopy } from '../../../src/cli/simulator/model-archive';
import { tmpDir } from '../../support/tmp-dir';

const temp = () => tmpDir('sma-archive-');
function modelFolder(): string {
  const dir = temp();
  mkdirSync(join(dir, 'extra'));
  writeFileSync(join(dir, 'model.json'), '{}');
  writeFileSync(join(dir, '@weights'), 'w');
  writeFileSync(join(dir, 'extra', 'a.txt'), 'a');
  return dir;
}

describe('packModel and extractModel', () => {
  it('put the files at the root of the archive and get them back', async () => {
    const archive = join(temp(), 'model.tar.gz');
    const out = join(temp(), 'model');

    const packed = await packModel(modelFolder(), archive);
    await extractModel(archive, out);

    const names: string[] = [];
    await list({ file: archive, onReadEntry: ({ path }) => names.push(path) });
    expect(names.sort()).toEqual(['./@weights', 'extra/', 'extra/a.txt', 'model.json']);
    expect(packed.files).toBe(3);
    expect(readdirSync(out).sort()).toEqual(['@weights', 'extra', 'model.json']);
  });

  it('refuses an empty model and one with a link', async () => {
    const linked = modelFolder();
    symlinkSync('/etc/hostname', join(linked, 'extra', 'link'));

    await expect(packModel(temp(), join(temp(), 'm'))).rejects.toMatchObject({ code: 'SMA_CLI_MODEL', what: expect.stringContaining('no file') });
    await expect(packModel(linked, join(temp(), 'm'))).rejects.toMatchObject({ code: 'SMA_CLI_MODEL', details: ['extra/link'] });
  });

  it('extracts nothing from an archive with links or with paths that leave the folder', async () => {
    const source = modelFolder();
    symlinkSync('/etc/passwd', join(source, 'link'));
    const inner = join(source, 'extra');
    const archive = join(temp(), 'bad.tar.gz');
    await create({ gzip: true, file: archive, cwd: inner, preservePaths: true }, ['a.txt', '../link', '../model.json']);
    const out = join(temp(), 'model');

    await expect(extractModel(archive, out)).rejects.toMatchObject({
      code: 'SMA_CLI_MODEL',
      details: [expect.stringContaining('../link'), expect.stringContaining('../model.json')],
    });
    expect(readdirSync(out)).toEqual([]);
  });

  it('says what is wrong with a file that is no archive', async () => {
    const file = join(temp(), 'model.tar.gz');
    writeFileSync(file, 'no archive');

    await expect(extractModel(file, temp())).rejects.toMatchObject({ code: 'SMA_CLI_MODEL', what: expect.stringContaining('cannot be extracted') });
  });
});

describe('unpackCopy', () => {
  it('takes an archive without entries for an empty folder', async () => {
    const out = temp();

    expect(await unpackCopy(Readable.from([Buffer.alloc(1024)]), out)).toEqual([]);
    expect(readdirSync(out)).toEqual([]);
  });

  it('writes files and names what it left out', async () => {
    const source = modelFolder();
    symlinkSync('/etc/hostname', join(source, 'link'));
    const out = temp();

    const left = await unpackCopy(folderAsTar(source, readdirSync(source)), out);

    expect(left).toEqual(['link']);
    expect(readFileSync(join(out, 'extra', 'a.txt'), 'utf8')).toBe('a');
    expect(existsSync(join(out, 'link'))).toBe(false);
  });
});
