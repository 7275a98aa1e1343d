import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ConcurrencySpec } from '../../../src/contract/algorithm-spec';
import type { InferenceDefinition } from '../../../src/runtime/inference';
import { loadInference } from '../../../src/runtime/inference/load-inference';
import { baseFolder } from '../support/base-folder';
import { bundle, bundleEntry, signalTaken, start } from '../support/program';
import { call } from '../support/serve';

/** Starts the entry program of a project. */
async function serveEntry(module: string, concurrency?: ConcurrencySpec) {
  const base = baseFolder({ 'model/m': '1' });
  const running = start(await bundleEntry('serve.ts', module.replaceAll('$BASE', base), { concurrency }), { SAGEMAKER_BASE_DIR: base, SAGEMAKER_BIND_TO_PORT: '0' });
  return { ...running, base };
}

/** As a large library does, without a look at the event loop. */
const IMPORTS_LONG = `
  import { existsSync, writeFileSync, writeSync } from 'node:fs';
  writeSync(1, 'importing\\n');
  while (!existsSync('$BASE/go'));
  export default { loadModel: () => writeFileSync('$BASE/loaded', ''), predict: () => [] };
`;

const LISTENING = /on 0\.0\.0\.0:(\d+); the model is loading/;

describe('the entry program of a project', () => {
  it('serves the default export of src/inference.ts', async () => {
    const { says } = await serveEntry(`
      import { defineInference } from 'sm-algorithm/inference';
      export default defineInference({ loadModel: (files) => files.read('m'), predict: (model, records) => records.map(() => String(model)) });
    `);
    const port = Number((await says(LISTENING))[1]);
    await says(/ready; loading took/);

    expect((await call(port, '/invocations', { method: 'POST', body: 'x' })).body).toBe('1\n');
  });

  it('ends with 1 and the error of the import in the log', async () => {
    const { ended, output } = await serveEntry("throw new RangeError('no license file');\nexport default {};");

    expect((await ended).exitCode).toBe(1);
    expect(output()).toMatch(/ERROR the server cannot start\n {4}RangeError: no license file\n\s+at .*src\/inference\.ts:1:\d+/);
  });

  it('ends with 1 and the name of the file when that has no default export', async () => {
    const { ended, output } = await serveEntry('export const predict = () => [];');

    expect((await ended).exitCode).toBe(1);
    expect(output()).toContain('SMA_RUN_INFERENCE_EXPORT  src/inference.ts has no default export');
  });

  it('is stopped by a SIGTERM that comes while its workers import, without loading the model', async () => {
    const { child, says, ended, output, base } = await serveEntry(IMPORTS_LONG);
    await says(/importing/);

    child.kill('SIGTERM');
    await says(/SIGTERM: the server takes no new connections/);
    writeFileSync(`${base}/go`, '');

    expect(await ended).toEqual({ exitCode: 0, signal: null });
    expect(output()).not.toContain('ERROR');
    expect(existsSync(`${base}/loaded`)).toBe(false);
  });

  it('is stopped by a SIGTERM that comes while its main thread imports, without loading the model', async () => {
    const { child, says, ended, output, base } = await serveEntry(IMPORTS_LONG, { kind: 'inline' });
    await says(/importing/);

    child.kill('SIGTERM');
    await signalTaken(child.pid!);
    writeFileSync(`${base}/go`, '');

    expect(await ended).toEqual({ exitCode: 0, signal: null });
    expect(output()).not.toContain('ERROR');
    expect(existsSync(`${base}/loaded`)).toBe(false);
  });
});

it('while the module loads /ping and invocations are answered with 503', async () => {
  const base = baseFolder({});
  const { says } = start(await bundle(`
    import { runInference } from '$runtime/inference';
    import { SPEC } from '$spec';
    import { existsSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    void runInference(async () => {
      while (!existsSync('${base}/go')) await sleep(5);
      return { default: { loadModel: () => 1, predict: (model, records) => records } };
    }, SPEC);
  `), { SAGEMAKER_BASE_DIR: base, SAGEMAKER_BIND_TO_PORT: '0' });
  const port = Number((await says(LISTENING))[1]);

  expect(await call(port, '/ping')).toMatchObject({ status: 503, body: '' });
  expect((await call(port, '/invocations', { method: 'POST', body: '1' })).status).toBe(503);
  writeFileSync(`${base}/go`, '');
  await says(/ready; loading took/);
  expect((await call(port, '/ping')).status).toBe(200);
});

describe('loadInference', () => {
  const loadModel = () => 1;
  const loading = (value: unknown) => loadInference(() => Promise.resolve({ default: value as InferenceDefinition<number> }));

  it.each<[string, object]>([
    ['records', { loadModel, predict: () => [] }],
    ['bytes', { loadModel, invoke: () => ({ body: '' }) }],
  ])('gives a definition on %s as it is', async (_case, definition) => {
    expect(await loading(definition)).toBe(definition);
  });

  it.each<[unknown, string]>([
    [undefined, 'has no default export'],
    [null, 'exports null by default, not a definition'],
    ['x', 'exports string by default, not a definition'],
    [() => {}, 'exports function by default, not a definition'],
    [{ predict: () => [] }, 'exports a definition by default that has no function loadModel'],
    [{ loadModel, predict: 'x' }, 'exports a definition by default that has no function predict or invoke'],
    [{ loadModel, predict: () => [], columns: 4 }, 'exports a definition by default whose columns are no function'],
  ])('refuses %j', async (value, problem) => {
    await expect(loading(value)).rejects.toMatchObject({ code: 'SMA_RUN_INFERENCE_EXPORT', message: `src/inference.ts ${problem}` });
  });
});
