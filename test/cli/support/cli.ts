import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, type ResultPromise } from 'execa';

const ROOT = join(__dirname, '..', '..', '..');
let bundle: string | undefined;

/** The program as it is shipped: one file, made once per test file. */
function program(): string {
  if (bundle && existsSync(bundle)) return bundle;
  bundle = join(mkdtempSync(join(tmpdir(), 'sma-cli-bundle-')), 'main.mjs');
  execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), [
    join(ROOT, 'src/cli/main.ts'), '--bundle', '--platform=node', '--target=node20.19', '--format=esm', `--outfile=${bundle}`, '--log-level=warning',
    '--banner:js=import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  ]);
  return bundle;
}

export interface CliOptions {
  readonly env?: Record<string, string>;
  readonly input?: string;
}

/** Starts `sm-algorithm` in a project. */
export function startCli(dir: string, args: readonly string[], { env, input }: CliOptions = {}): ResultPromise<{ reject: false; all: true }> {
  return execa(process.execPath, [program(), ...args], {
    cwd: dir, reject: false, all: true, env, ...(input === undefined ? { stdin: 'ignore' } : { input }),
  }) as unknown as ResultPromise<{ reject: false; all: true }>;
}

export interface CliResult {
  readonly exitCode?: number;
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
}

export async function cli(dir: string, args: readonly string[], options?: CliOptions): Promise<CliResult> {
  const { exitCode, signal, stdout, stderr } = await startCli(dir, args, options);
  return { exitCode, signal, stdout, stderr };
}

/** Waits until the program has written something that matches; gives the match. */
export function seen(child: ReturnType<typeof startCli>, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.all.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const match = pattern.exec(text);
      if (match) resolve(match);
    });
    child.all.once('end', () => reject(new Error(`${pattern} was never written:\n${text}`)));
  });
}

/** Whether a process runs; one that only waits for its parent to notice its end does not. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
