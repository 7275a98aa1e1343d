import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Options, execa } from 'execa';

export const REPOSITORY = join(__dirname, '..', '..');
const PROJEN = join(REPOSITORY, 'node_modules', 'projen', 'bin', 'projen');

/** A command of a test: its output, both streams together, and how it ended. */
export async function run(cwd: string, command: string, args: string[], options: Options = {}) {
  const { all, exitCode, stdout } = await execa(command, args, { cwd, all: true, reject: false, ...options } as const);
  return { output: String(all), stdout: String(stdout), exitCode };
}

/** The same, where anything but success is the test's failure. */
export async function succeed(cwd: string, command: string, args: string[], options: Options = {}): Promise<string> {
  const { output, exitCode } = await run(cwd, command, args, options);
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${exitCode}\n${output}`);
  return output;
}

/** A folder for a whole test file and the package's tarball in it; `remove` at the end. */
export async function packed() {
  if (!existsSync(join(REPOSITORY, 'lib', 'cli', 'main.mjs')) || !existsSync(join(REPOSITORY, '.jsii'))) {
    throw new Error('the checkout is not compiled: run npx projen compile && npx projen post-compile');
  }
  const folder = mkdtempSync(join(tmpdir(), 'sm-algorithm-packed-'));
  await succeed(REPOSITORY, 'npm', ['pack', '--silent', '--pack-destination', folder]);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
  let count = 0;
  const emptyFolder = (name = `project-${count++}`) => {
    const path = join(folder, name);
    mkdirSync(path);
    return path;
  };
  /** A project made by projen's own CLI from the tarball. */
  const newProject = async (...switches: string[]) => {
    const path = emptyFolder();
    await succeed(path, process.execPath, [PROJEN, 'new', '--from', `sm-algorithm@file:${tarball}`, 'sm-algorithm', '--no-git', ...switches]);
    return path;
  };
  return { folder, tarball, emptyFolder, newProject, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export type Packed = Awaited<ReturnType<typeof packed>>;
