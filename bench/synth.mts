import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { compare, report } from './paired.mjs';

const REPOSITORY = join(import.meta.dirname, '..');
const PROJEN = join(REPOSITORY, 'node_modules', 'projen', 'bin', 'projen');

/** No engine: `build` is measured without images. */
const NO_ENGINE = { DOCKER_HOST: 'tcp://127.0.0.1:1' };

async function run(cwd: string, command: string, args: string[]): Promise<void> {
  await execa(command, args, { cwd, env: NO_ENGINE, all: true });
}

/**
 * Our project type beside projen's built-in `typescript`: `projen new`, `npx projen` (warm) and `npx projen build`
 * with the same kinds of checks (types, lint, tests, pack), no images. Needs the npm registry.
 */
export async function benchSynth(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sm-algorithm-bench-'));
  await run(REPOSITORY, 'npm', ['pack', '--silent', '--pack-destination', folder]);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);

  let count = 0;
  const newFolder = () => {
    const path = join(folder, `project-${count++}`);
    mkdirSync(path);
    return path;
  };
  let ours = '';
  let theirs = '';
  const newOurs = async () => {
    ours = newFolder();
    await run(ours, process.execPath, [PROJEN, 'new', '--from', `sm-algorithm@file:${tarball}`, 'sm-algorithm', '--no-git']);
  };
  const newTheirs = async () => {
    theirs = newFolder();
    await run(theirs, process.execPath, [PROJEN, 'new', 'typescript', '--no-git']);
  };

  try {
    const created = await compare('projen new', 1, 3, newOurs, newTheirs);
    const npxProjen = (cwd: () => string, ...args: string[]) => () => run(cwd(), 'npx', ['projen', ...args]);
    const [oursHere, theirsHere] = [() => ours, () => theirs];
    for (const cwd of [oursHere, theirsHere]) await npxProjen(cwd)();
    const synth = await compare('npx projen', 0.4, 11, npxProjen(oursHere), npxProjen(theirsHere));
    const build = await compare('npx projen build', 0.7, 5, npxProjen(oursHere, 'build'), npxProjen(theirsHere, 'build'));
    report([created, synth, build], 'typescript');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
