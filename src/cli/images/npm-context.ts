import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NPM_DIR, type ImagePlan } from '../../contract/plan';
import { CliError } from '../cli-error';
import { commandFailed } from '../docker/docker';
import type { Run } from '../exec';
import { removeTemporary, temporaryFolder } from '../leftovers/claim';
import type { Project } from '../project';
import { pinExternals, strangeVersions, type Lockfile } from './lockfile';

/** Says that the folder is ours, so that a stale one can be removed. */
const MARKER = 'Written by "sm-algorithm image:context"; do not edit.';

/** Prunes a lockfile to one package.json; needs no network because the lockfile says everything. */
const PRUNE_ARGS = ['install', '--package-lock-only', '--ignore-scripts', '--offline', '--no-audit', '--no-fund'];

export type NpmContext = 'written' | 'removed' | 'nothing to do';

/** Writes what an image needs to install its externals, pinned as in the project's lockfile; `npm/` in the image's folder. */
export async function writeNpmContext(project: Project, image: ImagePlan, run: Run, signal: AbortSignal): Promise<NpmContext> {
  const folder = join(project.dir, image.folder, NPM_DIR);
  if (image.externals.length === 0) return removeStale(folder);
  const lockText = await readLockfile(project, image);
  const lock = parseLockfile(lockText, image);
  const { pinned, problems } = pinExternals(lock, image.externals);
  if (problems.length > 0) throw notDerivable(image, problems);
  const manifest = `${JSON.stringify({ '//': MARKER, 'name': `${image.localName}-externals`, 'version': '0.0.0', 'private': true, 'dependencies': pinned }, null, 2)}\n`;
  const reducedText = await prune(manifest, lockText, run, signal);
  const strange = strangeVersions(lock, JSON.parse(reducedText) as Lockfile);
  if (strange.length > 0) throw notDerivable(image, strange.map((id) => `${id} is not what the project's package-lock.json has`));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), manifest);
  await writeFile(join(folder, 'package-lock.json'), reducedText);
  return 'written';
}

async function removeStale(folder: string): Promise<NpmContext> {
  const manifest = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '');
  if (!manifest.includes(JSON.stringify(MARKER))) return 'nothing to do';
  await rm(folder, { recursive: true });
  return 'removed';
}

const readLockfile = (project: Project, image: ImagePlan): Promise<string> =>
  readFile(join(project.dir, 'package-lock.json'), 'utf8').catch((cause: unknown) => {
    throw notDerivable(image, ['the project has no package-lock.json; run "npm install", or "npm install --package-lock-only" beside another package manager'], cause);
  });

function parseLockfile(text: string, image: ImagePlan): Lockfile {
  try {
    const lock = JSON.parse(text) as Partial<Lockfile> | null;
    if (lock?.packages) return lock as Lockfile;
  } catch {
    // Told below: what stands there is not what npm writes.
  }
  throw notDerivable(image, ['package-lock.json cannot be understood; "npm install" of npm 7 or later writes it anew']);
}

async function prune(manifest: string, lockText: string, run: Run, signal: AbortSignal): Promise<string> {
  const temp = temporaryFolder('npm');
  try {
    await writeFile(join(temp, 'package.json'), manifest);
    await writeFile(join(temp, 'package-lock.json'), lockText);
    const finished = await run('npm', PRUNE_ARGS, { cwd: temp, signal });
    if (finished.exitCode !== 0) throw commandFailed(finished);
    return await readFile(join(temp, 'package-lock.json'), 'utf8');
  } finally {
    await removeTemporary(temp);
  }
}

const notDerivable = (image: ImagePlan, details: readonly string[], cause?: unknown) => new CliError('SMA_CLI_EXTERNALS', {
  what: `the packages that the ${image.name} image installs (${image.externals.join(', ')}) cannot be pinned:`,
  why: 'an image installs exactly what the project was tested with',
  fix: 'correct the externals in .projenrc.ts, run "npx projen", then "npm install"',
  details,
  cause,
});
