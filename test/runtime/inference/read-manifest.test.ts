import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderModelManifest, type ModelManifest } from '../../../src/contract/model-manifest';
import { readManifest } from '../../../src/runtime/inference/read-manifest';
import { createLog } from '../../../src/runtime/shared/log';
import { baseFolder, type Files } from '../support/base-folder';
import { bundle, start } from '../support/program';
import { call } from '../support/serve';
import { SPEC } from '../support/spec';

const MANIFEST: ModelManifest = {
  formatVersion: 1,
  algorithm: { name: 'iris', version: '1.2.0' },
  hyperparameters: { max_depth: 3 },
  metrics: { 'validation:accuracy': 0.75 },
  files: [{ name: 'model.json', bytes: 2 }, { name: 'parts/1.bin', bytes: 3 }],
};
const FILES: Files = { 'model.json': '{}', 'parts/1.bin': 'abc' };

function read(files: Files, spec = SPEC) {
  let log = '';
  const folder = baseFolder(files);
  const manifest = readManifest(folder, spec, createLog((text) => void (log += text)));
  return { manifest, log, folder };
}
const withManifest = (changes: object, files: Files = FILES) => () => read({ ...files, 'sm-algorithm.json': renderModelManifest({ ...MANIFEST, ...changes }) });

describe('readManifest', () => {
  it('gives what training said, and tells where the model comes from', () => {
    const { manifest, log } = withManifest({})();

    expect(manifest).toEqual(MANIFEST);
    expect(log).toMatch(/INFO the model of iris has 2 files, trained by version 1\.2\.0\n$/);
  });

  it('takes a model of another version, and says so', () => {
    expect(withManifest({ algorithm: { name: 'iris', version: '1.1.0' } })().log).toContain('trained by version 1.1.0 and served by version 1.2.0\n');
    expect(withManifest({ algorithm: { name: 'iris' } })().log).toContain('has 2 files and served by version 1.2.0\n');
  });

  it('takes what a later writer of the same format adds', () => {
    expect(withManifest({ licence: 'x' })().manifest).toMatchObject({ licence: 'x' });
  });

  it('lets a model without manifest pass, with a note', () => {
    const { manifest, log } = read(FILES);

    expect(manifest).toBeUndefined();
    expect(log).toMatch(/INFO the model has no sm-algorithm\.json, so nothing is checked before it is loaded\n$/);
  });

  it('lets a missing folder pass: what it means is for the loader to say', () => {
    expect(readManifest('/nowhere', SPEC, createLog(() => {}))).toBeUndefined();
  });

  it.each<[string, object, string]>([
    ['a newer format', { formatVersion: 2 }, 'has format version 2; this program reads versions up to 1'],
    ['no format', { formatVersion: '1' }, 'has no formatVersion (a whole number from 1)'],
    ['another algorithm', { algorithm: { name: 'rose' } }, 'says that the model is of the algorithm "rose"; this is "iris"'],
    ['no algorithm', { algorithm: {} }, 'has no algorithm.name (a string)'],
    ['no hyperparameters', { hyperparameters: [] }, 'has no hyperparameters (an object)'],
    ['no metrics', { metrics: null }, 'has no metrics (an object)'],
    ['no files', { files: [{ name: 'm', bytes: -1 }] }, 'has no files (an array of names with sizes)'],
  ])('refuses a manifest with %s', (_case, changes, problem) => {
    expect(withManifest(changes)).toThrowError(expect.objectContaining({ code: 'SMA_RUN_MODEL_MANIFEST', message: `the model's manifest sm-algorithm.json ${problem}` }));
  });

  it.each<[string, string, RegExp]>([['is no JSON', '{', /is not JSON \(/], ['is a list', '[]', /is not a JSON object$/]])('refuses a manifest that %s', (_case, text, problem) => {
    expect(() => read({ 'sm-algorithm.json': text })).toThrowError(problem);
  });

  it('refuses a manifest that cannot be read', () => {
    expect(() => read({ 'sm-algorithm.json/': '' })).toThrowError(/cannot be read \(EISDIR\)$/);
  });

  it('names a file that is missing, or of another size', () => {
    expect(withManifest({}, { 'model.json': '{}' })).toThrowError(expect.objectContaining({ code: 'SMA_RUN_MODEL_FILE', message: expect.stringMatching(/^model file parts\/1\.bin is missing in /) }));
    expect(withManifest({}, { ...FILES, 'parts/1.bin': 'ab' })).toThrowError('model file parts/1.bin has 2 bytes; training wrote 3');
  });

  it('refuses a link in place of a file', () => {
    const folder = baseFolder({ 'sm-algorithm.json': renderModelManifest({ ...MANIFEST, files: [{ name: 'link', bytes: 1 }] }), 'target': '1' });
    symlinkSync('target', `${folder}/link`);

    expect(() => readManifest(folder, SPEC, createLog(() => {}))).toThrowError('model file link is no regular file');
  });

  it('does not look outside of the folder', () => {
    expect(withManifest({ files: [{ name: '../x', bytes: 1 }] })).toThrowError(expect.objectContaining({ code: 'SMA_RUN_FILE_NAME' }));
  });
});

describe('a server', () => {
  const program = `
    import { defineInference, runInference } from '$runtime/inference';
    import { SPEC } from '$spec';
    void runInference(async () => ({ default: defineInference({
      loadModel: (files) => files.manifest?.hyperparameters.max_depth ?? 'unknown',
      predict: (model, records) => records.map(() => model),
    }) }), SPEC);
  `;
  const serveModel = async (files: Files) => start(await bundle(program), {
    SAGEMAKER_BASE_DIR: baseFolder(Object.fromEntries(Object.entries(files).map(([name, content]) => [`model/${name}`, content]))), SAGEMAKER_BIND_TO_PORT: '0',
  });

  it('ends with 1, never ready, when a file of the model has not arrived whole', async () => {
    const { ended, output } = await serveModel({ 'model.json': '{', 'sm-algorithm.json': { ...MANIFEST, files: [{ name: 'model.json', bytes: 2 }] } });

    expect((await ended).exitCode).toBe(1);
    expect(output()).toMatch(/ERROR the server cannot start\n.*SMA_RUN_MODEL_FILE {2}model file model\.json has 1 bytes; training wrote 2\n/);
    expect(output()).not.toContain('INFO ready');
  });

  it.each([['what the manifest says', { ...FILES, 'sm-algorithm.json': MANIFEST }, '3\n'], ['a model without manifest', FILES, 'unknown\n']])('loads %s', async (_case, files, answer) => {
    const { says } = await serveModel(files);
    const port = Number((await says(/on 0\.0\.0\.0:(\d+);/))[1]);
    await says(/ready; loading took/);

    expect((await call(port, '/invocations', { method: 'POST', headers: { 'Content-Type': 'text/csv', 'Accept': 'text/csv' }, body: '1' })).body).toBe(answer);
  });
});
