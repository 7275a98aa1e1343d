import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

const REPOSITORY = join(import.meta.dirname, '..');

/** projen's own command. */
export const PROJEN = join(REPOSITORY, 'node_modules', 'projen', 'bin', 'projen');

/** No engine: `build` is measured without images. */
const NO_ENGINE = { DOCKER_HOST: 'tcp://127.0.0.1:1' };

export async function run(cwd: string, command: string, args: string[]): Promise<void> {
  await execa(command, args, { cwd, env: NO_ENGINE, all: true });
}

/** The package as a tarball in a folder of its own, from which projects are made; `remove` at the end. Needs the npm registry. */
export async function packed() {
  const folder = mkdtempSync(join(tmpdir(), 'sm-algorithm-bench-'));
  await run(REPOSITORY, 'npm', ['pack', '--silent', '--pack-destination', folder]);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
  let count = 0;
  const newFolder = () => {
    const path = join(folder, `project-${count++}`);
    mkdirSync(path);
    return path;
  };
  return {
    /** What a definition has to name as its development dependency. */
    dependency: `sm-algorithm@file:${tarball}`,
    newFolder,
    /** A project of ours, as the starter makes it. */
    async newProject(): Promise<string> {
      const path = newFolder();
      await run(path, process.execPath, [PROJEN, 'new', '--from', `sm-algorithm@file:${tarball}`, 'sm-algorithm', '--no-git']);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
