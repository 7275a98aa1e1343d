import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { CODE_CACHE_SUFFIX, CODE_CACHE_WORD } from '../../src/contract/program';
import { renderTemplate } from '../../src/synth/template-file';
import { tmpDir } from '../support/tmp-dir';

const run = promisify(execFile);

interface Bundle {
  readonly folder: string;
  readonly file: string;
  /** What it writes to both outputs; ended by an error or not. */
  start(...args: string[]): Promise<string>;
}

/** A folder with `start.js` and a bundle, as an image has them. */
async function bundleOf(source: string): Promise<Bundle> {
  const folder = tmpDir();
  writeFileSync(`${folder}/start.js`, renderTemplate('container/start.js', { marker: 'a test', cacheWord: CODE_CACHE_WORD, cacheSuffix: CODE_CACHE_SUFFIX }));
  writeFileSync(`${folder}/author.ts`, source);
  const file = `${folder}/serve.js`;
  await build({
    entryPoints: [`${folder}/author.ts`], outfile: file, bundle: true, platform: 'node', format: 'cjs', external: ['./beside.mjs'],
    sourcemap: 'linked', sourcesContent: false, minifyWhitespace: true, logLevel: 'error',
  });
  const start = async (...args: string[]): Promise<string> => {
    const { stdout, stderr } = await run(process.execPath, [`${folder}/start.js`, ...args]).catch((error: { stdout: string; stderr: string }) => error);
    return stdout + stderr;
  };
  return { folder, file, start };
}

const FAILS = `
  // The lines of the author's file are not those of the bundle.
  export function fails(): never {
    throw new RangeError('too much');
  }
`;

describe('the program that runs a bundle in an image', () => {
  test('runs it, which finds itself and its arguments where a program of Node has them', async () => {
    const { file, folder, start } = await bundleOf('console.log(JSON.stringify([__filename, __dirname, process.argv.slice(3), typeof require, typeof module.exports]))');

    expect(JSON.parse(await start(file, 'more'))).toEqual([file, folder, ['more'], 'function', 'object']);
  });

  test("has stacks name lines of the author's file, whether an error is caught or ends the program", async () => {
    const { file, folder, start } = await bundleOf(`${FAILS} try { fails(); } catch (error) { console.log((error as Error).stack); } fails();`);

    const output = await start(file);

    expect(output.split(`RangeError: too much\n    at fails (${folder}/author.ts:4:11)\n    at `)).toHaveLength(3);
  });

  test("has stacks of worker threads name lines of the author's file, too", async () => {
    const { file, folder, start } = await bundleOf(`
      import { isMainThread, Worker } from 'node:worker_threads';
      ${FAILS}
      if (isMainThread) new Worker(process.argv[1], { argv: process.argv.slice(2) }).on('error', (error) => console.log(error.stack));
      else fails();
    `);

    expect(await start(file)).toContain(`RangeError: too much\n    at fails (${folder}/author.ts:6:11)\n`);
  });

  test('shows places in the bundle where the source map is not there, and stacks of what is no error', async () => {
    const { file, start } = await bundleOf(`${FAILS} const odd = {} as Error; Error.captureStackTrace(odd); console.log(odd.stack); fails();`);
    writeFileSync(`${file}.map`, 'no map');

    const output = await start(file);

    expect(output).toMatch(/^Error\n {4}at /);
    expect(output).toContain(`RangeError: too much\n    at fails (${file}:`);
  });

  test('compiles a bundle without running it, and later runs what was compiled then', async () => {
    const { file, start } = await bundleOf("(function say() { console.log('as it was compiled'); })()");

    expect(await start(CODE_CACHE_WORD, file)).toBe('');
    // V8 recognises the source by its length, which shows that it does not read it again.
    writeFileSync(file, readFileSync(file, 'utf8').replace('as it was compiled', 'as it is now......'));

    expect(await start(file)).toBe('as it was compiled\n');
  });

  test.each(['', 'what no V8 has made'])('runs the bundle itself where the compiled one is of no use: %j', async (cache) => {
    const { file, start } = await bundleOf("console.log('it runs')");
    writeFileSync(`${file}${CODE_CACHE_SUFFIX}`, cache);

    expect(await start(file)).toBe('it runs\n');
  });

  test('cannot compile what is no program for this Node', async () => {
    const { file, start } = await bundleOf('console.log(1)');
    writeFileSync(file, 'const = ;');

    expect(await start(CODE_CACHE_WORD, file)).toContain('SyntaxError');
  });

  test('lets a bundle import what lies beside it without a warning, and shows other warnings', async () => {
    const { file, folder, start } = await bundleOf("void import('./beside.mjs').then(({ told }) => { console.log(told); process.emitWarning('of the author'); });");
    writeFileSync(`${folder}/beside.mjs`, "export const told = 'imported';");

    const output = await start(file);

    expect(output).toMatch(/^imported\n/);
    expect(output).toContain('Warning: of the author');
    expect(output).not.toContain('Experimental');
  });
});
