import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { cliBundleArgs } from '../../../projenrc/cli-bundle';

const ROOT = join(__dirname, '..', '..', '..');
let bundle: string | undefined;

afterAll(() => bundle && rmSync(dirname(bundle), { recursive: true, force: true }));

/** The program as it is shipped, made once per test file. */
export function programFile(): string {
  if (bundle && existsSync(bundle)) return bundle;
  const folder = mkdtempSync(join(tmpdir(), 'sma-cli-bundle-'));
  bundle = join(folder, 'main.mjs');
  execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), cliBundleArgs(folder), { cwd: ROOT });
  return bundle;
}

export interface CliOptions {
  readonly env?: Record<string, string>;
  readonly input?: string;
  /** File descriptor that standard output goes to. */
  readonly stdout?: number;
  /** Runs the program as somebody else. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

export interface CliResult {
  readonly exitCode: number | null;
  /** Without the last newline. */
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedCli {
  readonly child: ChildProcess;
  kill(signal: NodeJS.Signals): void;
  readonly finished: Promise<CliResult>;
}

/** This process's environment without what the AWS SDK reads: no test may act as whoever runs it, or leave the machine. */
export const withoutAws = (): Record<string, string | undefined> => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
  AWS_EC2_METADATA_DISABLED: 'true',
});

/** Starts `sm-algorithm` in a project. */
export function startCli(dir: string, args: readonly string[], { env, input, user, stdout }: CliOptions = {}): StartedCli {
  const child = spawn(process.execPath, [programFile(), ...args], {
    cwd: dir, env: { ...withoutAws(), ...env }, ...user, stdio: [input === undefined ? 'ignore' : 'pipe', stdout ?? 'pipe', 'pipe'],
  });
  child.stdin?.end(input);
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name]?.setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  const finished = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout: texts.stdout.trimEnd(), stderr: texts.stderr.trimEnd() }));
  });
  return { child, kill: (signal) => child.kill(signal), finished };
}

export const cli = (dir: string, args: readonly string[], options?: CliOptions): Promise<CliResult> =>
  startCli(dir, args, options).finished;

/** Waits until the program has written something that matches; gives the match. */
export function seen({ child }: Pick<StartedCli, 'child'>, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    const look = (chunk: string) => {
      text += chunk;
      const match = pattern.exec(text);
      if (match) resolve(match);
    };
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', look);
    child.once('close', () => reject(new Error(`${pattern} was never written:\n${text}`)));
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
