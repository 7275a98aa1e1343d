import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImagesLock, recordImages } from '../../../src/cli/registry/images-lock-file';
import { tmpDir } from '../../support/tmp-dir';
import { FIXTURE_PLAN } from '../support/fixture-project';

const image = (tag: string) => ({ repository: 'host/x', tag, digest: `sha256:${'a'.repeat(64)}` });
const project = () => ({ dir: tmpDir('sma-lock-'), plan: FIXTURE_PLAN });

describe('recordImages', () => {
  it('makes the file and its folder, keeps what it knows of others, and leaves nothing beside it', async () => {
    const at = project();

    await recordImages(at, { training: image('1'), inference: image('1') });
    await recordImages(at, { training: image('2') });

    expect((await readImagesLock(at))!.images).toEqual({ training: image('2'), inference: image('1') });
    expect(readdirSync(join(at.dir, 'algorithm'))).toEqual(['images.lock.json']);
    expect(readFileSync(join(at.dir, 'algorithm/images.lock.json'), 'utf8')).toMatch(/^\{\n {2}"lockVersion": 1,\n {2}"images": \{\n {4}"inference"[^]*\}\n$/);
  });

  it('does not touch a file that says the same', async () => {
    const at = project();
    await recordImages(at, { training: image('1') });
    const before = statSync(join(at.dir, 'algorithm/images.lock.json')).ino;

    await recordImages(at, { training: image('1') });

    expect(statSync(join(at.dir, 'algorithm/images.lock.json')).ino).toBe(before);
  });

  it('says that the images are pushed where it cannot write', async () => {
    const at = project();
    writeFileSync(join(at.dir, 'algorithm'), '');
    await expect(recordImages(at, { training: image('1') })).rejects.toMatchObject({ code: 'SMA_CLI_IMAGES_LOCK' });

    const other = project();
    mkdirSync(join(other.dir, 'algorithm', `images.lock.json.${process.pid}.tmp`), { recursive: true });
    await expect(recordImages(other, { training: image('1') })).rejects.toMatchObject({ code: 'SMA_CLI_WRITE', what: expect.stringContaining('pushed all the same') });
  });
});
