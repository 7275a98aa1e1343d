import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Packed, REPOSITORY, packed, run, succeed } from '../support/packed';

let pack: Packed;
beforeAll(async () => {
  pack = await packed();
});
afterAll(() => pack?.remove());

describe('the published package', () => {
  test('holds these files and no others', async () => {
    const names = (await succeed(pack.folder, 'tar', ['-tzf', pack.tarball])).split('\n').filter(Boolean).map((name) => name.replace(/^package\//, ''));
    const ours = names.filter((name) => !name.startsWith('node_modules/')).map((name) => name.replace(/\.(d\.ts|js)$/, '.*').replace(/(lib\/cli\/chunks\/).*/, '$1*'));

    expect([...new Set(ours)].sort()).toMatchSnapshot();
    expect([...new Set(names.filter((name) => name.startsWith('node_modules/')).map((name) => name.split('/')[1]))].sort()).toMatchSnapshot('bundled');
  });

  test('keeps runtime and program as bundles with declarations only', async () => {
    const names = (await succeed(pack.folder, 'tar', ['-tzf', pack.tarball])).split('\n');
    const scripts = names.filter((name) => /package\/lib\/(runtime|cli)\/(?!chunks\/).*\.m?js$/.test(name));

    expect(scripts.sort()).toEqual(['cli/main.mjs', 'runtime/inference/index.js', 'runtime/inference/metrics/index.js', 'runtime/training/index.js']
      .map((file) => `package/lib/${file}`));
  });

  test('would be published without a complaint', async () => {
    const { output, exitCode } = await run(REPOSITORY, 'npm', ['publish', '--dry-run', '--ignore-scripts', '--tag', 'next', '--loglevel', 'warn']);
    const complaints = output.split('\n').filter((line) => /^npm (warn|error)/.test(line) && !/Unknown (user|env|builtin|global) config|requires you to be logged in|See `npm help npmrc`/.test(line));

    expect(exitCode, output).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('offers only what is meant to be imported', async () => {
    const script = `for (const name of ['sm-algorithm', 'sm-algorithm/training', 'sm-algorithm/inference', 'sm-algorithm/inference/metrics', 'sm-algorithm/package.json', 'sm-algorithm/lib/plan/defaults.js']) {
      try { require.resolve(name); console.log('yes', name); } catch (error) { console.log(error.code, name); }
    }`;
    const project = pack.emptyFolder();
    await succeed(project, 'npm', ['init', '--yes']);
    await succeed(project, 'npm', ['install', pack.tarball]);

    expect((await run(project, process.execPath, ['-e', script])).stdout.split('\n')).toEqual([
      'yes sm-algorithm', 'yes sm-algorithm/training', 'yes sm-algorithm/inference', 'yes sm-algorithm/inference/metrics', 'yes sm-algorithm/package.json',
      'ERR_PACKAGE_PATH_NOT_EXPORTED sm-algorithm/lib/plan/defaults.js',
    ]);
  });
});
