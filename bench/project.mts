import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { PROJEN } from './packed.mjs';
import { runtimeBundleArgs } from '../projenrc/runtime-bundle.js';
import { SmAlgorithmProject, type SmAlgorithmProjectOptions } from '../src/index.js';

export const REPOSITORY = join(import.meta.dirname, '..');
const MODULES = join(REPOSITORY, 'node_modules');

/** The runtime as the package ships it, from this checkout's sources. */
async function bundleRuntime(modules: string): Promise<void> {
  for (const half of ['training', 'inference'] as const) {
    const outfile = join(modules, 'sm-algorithm', `${half}.js`);
    await execa(join(MODULES, '.bin', 'esbuild'), [...runtimeBundleArgs(half, outfile), '--define:SM_ALGORITHM_VERSION="0.0.0"'], { cwd: REPOSITORY });
  }
}

/** A generated project with its bundles. */
export interface BenchProject {
  readonly folder: string;
  /** The build context of an image. */
  image(name: 'training' | 'inference'): string;
}

/** Files of the user by path, in the place of the iris starter's or beside it. */
type Sources = Readonly<Record<string, string>>;

async function makeProject(folder: string, definition: SmAlgorithmProjectOptions, sources: Sources): Promise<void> {
  process.env.PROJEN_DISABLE_POST = 'true';
  new SmAlgorithmProject({ ...definition, outdir: folder }).synth();
  cpSync(join(REPOSITORY, 'samples', 'iris-decision-tree', 'src'), join(folder, 'src'), { recursive: true, filter: (path) => basename(path) !== 'algorithm.ts' });
  for (const [path, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of ['csv-parse', 'ml-cart', 'esbuild', '.bin']) symlinkSync(join(MODULES, name), join(modules, name));
  await bundleRuntime(modules);
  await execa(process.execPath, [PROJEN, 'bundle'], { cwd: folder });
}

/**
 * Makes a project from a definition, bundles its programs as `npx projen bundle` does, and removes it at the end. Needs neither
 * a compiled checkout nor a registry.
 */
export async function withProject<T>(
  definition: SmAlgorithmProjectOptions, sources: Sources, run: (project: BenchProject) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sm-algorithm-bench-'));
  try {
    await makeProject(folder, definition, sources);
    return await run({ folder, image: (name) => join(folder, 'container', name) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Text of a file of the benches, as a source of a project. */
export const benchSource = (path: string): string => readFileSync(join(REPOSITORY, 'bench', path), 'utf8');
