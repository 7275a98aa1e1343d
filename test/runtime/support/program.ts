import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';
import { afterAll, beforeAll, onTestFinished, vi } from 'vitest';
import { writeFiles } from './base-folder';
import type { ConcurrencySpec } from '../../../src/contract/algorithm-spec';
import { renderTemplate } from '../../../src/synth/template-file';
import { tmpDir } from '../../support/tmp-dir';

const ROOT = join(__dirname, '../../..');

async function bundleIn(folder: string, program: string, format: 'cjs' | 'esm' = 'cjs'): Promise<string> {
  const outfile = `${folder}/program.${format === 'cjs' ? 'cjs' : 'mjs'}`;
  await build({
    entryPoints: [`${folder}/${program}`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    sourcemap: 'linked',
    logLevel: 'error',
    alias: { '$runtime': `${ROOT}/src/runtime`, 'sm-algorithm': `${ROOT}/src/runtime`, '$spec': `${ROOT}/test/runtime/support/spec.ts` },
  });
  return outfile;
}

/** Bundles a program as a generated project does. `$runtime` and `$spec` stand for our own files. */
export async function bundle(source: string, format?: 'cjs' | 'esm'): Promise<string> {
  const folder = tmpDir();
  writeFileSync(`${folder}/program.ts`, source);
  return bundleIn(folder, 'program.ts', format);
}

/** Bundles a program once for all tests of a file. @returns its path, for use in tests */
export function bundledOnce(source: string): () => string {
  let folder: string;
  let program: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sm-algorithm-'));
    writeFileSync(`${folder}/program.ts`, source);
    program = await bundleIn(folder, 'program.ts');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => program;
}

/**
 * Bundles the entry program that a generated project has, around the user's module.
 * @param entry name of the template
 * @param module text of `src/train.ts` or `src/inference.ts`
 * @param metrics whether the definition asks for `/metrics`
 * @param concurrency of the definition
 */
export async function bundleEntry(
  entry: 'train.ts' | 'serve.ts', module: string, { metrics = false, concurrency }: { readonly metrics?: boolean; readonly concurrency?: ConcurrencySpec } = {},
): Promise<string> {
  const folder = tmpDir();
  writeFiles(folder, {
    [`containers/image/${entry}`]: renderTemplate(`container/${entry}`, { marker: 'a test', metrics }),
    'src/algorithm.ts': `
      import { SPEC } from '$spec';
      export const algorithm = { ...SPEC, inference: { ...SPEC.inference, ...${JSON.stringify({ concurrency })} } };`,
    [entry === 'train.ts' ? 'src/train.ts' : 'src/inference.ts']: module,
  });
  return bundleIn(folder, `containers/image/${entry}`);
}

const SIGTERM_BIT = 1n << 14n;

/**
 * Waits until a SIGTERM has reached a process. A signal that was sent is only noted at first: on a busy machine it may be a while
 * before a thread of the process takes it. Elsewhere than on Linux nobody tells.
 */
export async function signalTaken(pid: number): Promise<void> {
  if (process.platform !== 'linux') return;
  const pending = (): bigint => BigInt(`0x${/^ShdPnd:\s*(\w+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]}`);
  await vi.waitUntil(() => (pending() & SIGTERM_BIT) === 0n, { timeout: 10_000 });
}

/** The text of a program that trains with the body of a handler. */
export const trainingProgram = (handler: string): string => `
  import { defineTraining, runTraining } from '$runtime/training';
  import { SPEC } from '$spec';
  import { once } from 'node:events';
  import { setTimeout as sleep } from 'node:timers/promises';
  void runTraining(async () => ({ default: defineTraining(async (job) => { ${handler} }) }), SPEC);
`;

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Program {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended>;
  /** Everything written so far, both streams. */
  output(): string;
  /** Waits until the output matches. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Starts a bundled program; it is killed when the test ends before it does. */
export function start(program: string, env: NodeJS.ProcessEnv): Program {
  const child = spawn(process.execPath, ['--enable-source-maps', program], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => void (output += text));
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close').then(([exitCode, signal]): Ended => ({ exitCode, signal }));
  return {
    child,
    ended,
    output: () => output,
    async says(pattern) {
      for (;;) {
        const found = pattern.exec(output);
        if (found) return found;
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the program ended without saying ${pattern}:\n${output}`);
        const heard = new AbortController();
        const { signal } = heard;
        await Promise.race([once(child.stdout, 'data', { signal }), once(child.stderr, 'data', { signal }), ended].map((wait) => wait.catch(() => {})));
        heard.abort();
      }
    },
  };
}

/** Bundles a program, runs it to its end. */
export async function runToEnd(source: string, env: NodeJS.ProcessEnv): Promise<Ended & { readonly output: string }> {
  const program = start(await bundle(source), env);
  return { ...await program.ended, output: program.output() };
}
