import { constants } from 'node:buffer';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createModelFiles } from '../../../src/runtime/inference/model-files';
import { Vault } from '../../../src/runtime/shared/vault';
import { baseFolder } from '../support/base-folder';

const files = (folder: string) => createModelFiles(folder, new Vault(undefined, ''));

describe('createModelFiles', () => {
  it('reads bytes and JSON', async () => {
    const model = files(baseFolder({ 'a/b.bin': new Uint8Array([1, 2]), 'm.json': { depth: 3 } }));

    expect([...await model.read('a/b.bin')]).toEqual([1, 2]);
    expect(await model.readJson<{ depth: number }>('m.json')).toEqual({ depth: 3 });
  });

  it('names a file that is missing, with the folder', async () => {
    const folder = baseFolder({});

    await expect(files(folder).readJson('m.json')).rejects.toMatchObject({ code: 'SMA_RUN_MODEL_FILE', message: `model file m.json is missing in ${folder}` });
  });

  it('reads what is larger than one chunk, and what is empty', async () => {
    const large = Buffer.alloc(9 * 1024 * 1024 + 7, 'xyz');
    const model = files(baseFolder({ large, empty: '' }));

    expect((await model.read('large')).equals(large)).toBe(true);
    expect(await model.read('empty')).toHaveLength(0);
  });

  it('names a file that is not JSON, and tells nothing of what it holds', async () => {
    const error = await files(baseFolder({ 'm.json': 'SECRET {"a":' })).readJson('m.json').catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'SMA_RUN_MODEL_FILE', message: 'model file m.json is not JSON' });
    expect(inspect(error)).not.toContain('SECRET');
  });

  it('names a file that is longer than one text of Node', async () => {
    const vault = new Vault(undefined, '');
    // As if the file had held so much: nothing of it is touched.
    vault.unseal = async () => Buffer.allocUnsafeSlow(constants.MAX_STRING_LENGTH + 1).fill(0x80, 0, 1);
    const model = createModelFiles(baseFolder({ 'm.json': '' }), vault);

    await expect(model.readJson('m.json')).rejects.toMatchObject({ message: 'model file m.json cannot be read (ERR_STRING_TOO_LONG)' });
  });

  it('names what cannot be read', async () => {
    await expect(files(baseFolder({ 'm/': {} })).read('m')).rejects.toMatchObject({ message: 'model file m cannot be read (EISDIR)' });
  });

  it('stays inside the folder', async () => {
    await expect(files(baseFolder({})).read('../input/config/hyperparameters.json')).rejects.toMatchObject({ code: 'SMA_RUN_FILE_NAME' });
  });
});
