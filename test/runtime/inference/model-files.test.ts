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

  it('names a file that is not JSON', async () => {
    await expect(files(baseFolder({ 'm.json': '{"a":' })).readJson('m.json')).rejects.toMatchObject({ message: expect.stringMatching(/^model file m\.json is not JSON \(/) });
  });

  it('names what cannot be read', async () => {
    await expect(files(baseFolder({ 'm/': {} })).read('m')).rejects.toMatchObject({ message: 'model file m cannot be read (EISDIR)' });
  });

  it('stays inside the folder', async () => {
    await expect(files(baseFolder({})).read('../input/config/hyperparameters.json')).rejects.toMatchObject({ code: 'SMA_RUN_FILE_NAME' });
  });
});
