import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ProcessEngine } from '../../../src/cli/engine/process-engine';
import { setWritable } from '../../../src/cli/engine/set-writable';
import { start, type Start } from '../../../src/cli/exec';
import { newRunFolder, type RunFolder } from '../../../src/cli/simulator/run-folder';
import { cli } from '../support/cli';
import { FIXTURE_PLAN, fixtureProject } from '../support/fixture-project';

const ROOT = join(__dirname, '../../..');

async function engineWith(startProgram: Start) {
  const project = { dir: fixtureProject(), plan: FIXTURE_PLAN };
  const run = await newRunFolder(project);
  mkdirSync(run.training.input);
  return { run, project, engine: new ProcessEngine(project, run, startProgram, process.env) };
}

const oneHost = ({ training }: RunFolder) =>
  ({ job: { hosts: [{ name: 'algo-1', config: {}, data: {}, pipes: [] }], env: {} }, instanceType: 'ml.m5.large', folders: [training.base] });

describe('ProcessEngine', () => {
  it.each(['train', 'serve'] as const)('starts no %s once the work was given up, also while it prepares', async (command) => {
    const started = vi.fn(start);
    const controller = new AbortController();
    const { engine, run } = await engineWith(started);

    const { signal } = controller;
    const working = command === 'train' ? engine.train({ ...oneHost(run), signal }) : engine.serve({ env: {}, signal, onLine: () => undefined });
    controller.abort(new Error('enough'));

    await expect(working).rejects.toThrow('enough');
    expect(started).not.toHaveBeenCalled();
  });

  it('tells the programs where the keys are when the algorithm encrypts, and only then', async () => {
    const environmentOf = async (encryption?: { keyId: string; rotatedKeyIds: string[]; checkpoints: boolean }) => {
      const project = { dir: fixtureProject(), plan: { ...FIXTURE_PLAN, algorithm: { ...FIXTURE_PLAN.algorithm, encryption } } };
      const run = await newRunFolder(project);
      mkdirSync(run.training.input);
      const started = vi.fn(start);
      const engine = new ProcessEngine(project, run, started, process.env);
      await engine.train({ ...oneHost(run), signal: new AbortController().signal });
      return { found: started.mock.calls[0][2]?.env?.SM_ALGORITHM_KEYS_DIR, folder: join(project.dir, '.sm-algorithm', 'keys') };
    };
    const encrypted = await environmentOf({ keyId: 'k1', rotatedKeyIds: [], checkpoints: true });

    expect(encrypted.found).toBe(encrypted.folder);
    expect((await environmentOf()).found).toBeUndefined();
  });

  it('names what it could not remove, and tries the rest', async () => {
    const { run, project } = await engineWith(start);
    // A name that no file system takes.
    const broken = new ProcessEngine(project, { ...run, scratch: '\0' }, start, {});
    await expect(broken.train({ ...oneHost(run), signal: new AbortController().signal })).rejects.toThrow();
    await setWritable(run.training.input, false);

    expect(await broken.close()).toEqual([expect.stringMatching(/^rm -rf /)]);
    expect(statSync(run.training.input).mode & 0o200).toBe(0o200);
  });

  it('names the line of the TypeScript file in a stack', async () => {
    const dir = fixtureProject({ files: { 'src/fails.ts': '// first\ninterface A { readonly b: string }\nconst a: A = { b: "x" };\nthrow new Error(a.b);\n' } });
    execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), [
      'src/fails.ts', '--bundle', '--minify', '--platform=node', '--sourcemap', '--outfile=container/training/program/train.js', '--allow-overwrite', '--log-level=warning',
    ], { cwd: dir });
    expect(readFileSync(join(dir, 'container/training/program/train.js'), 'utf8')).toContain('sourceMappingURL');

    const { stderr } = await cli(dir, ['local:train', '--engine', 'process']);

    expect(stderr).toMatch(/src\/fails\.ts:4:7/);
  });
});
