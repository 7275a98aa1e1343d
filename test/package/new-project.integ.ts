import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Packed, packed, run, succeed } from '../support/packed';

/** No engine: what is shown here needs none. */
const NO_ENGINE = { DOCKER_HOST: 'tcp://127.0.0.1:1' };

let pack: Packed;
beforeAll(async () => {
  pack = await packed();
});
afterAll(() => pack?.remove());

/** The environment of a machine where the tarball is installed globally, with or without a git identity. */
async function machine(identity: boolean) {
  const prefix = pack.emptyFolder(`prefix-${identity}`);
  const home = pack.emptyFolder(`home-${identity}`);
  if (existsSync(join(process.env.HOME!, '.npmrc'))) writeFileSync(join(home, '.npmrc'), readFileSync(join(process.env.HOME!, '.npmrc')));
  if (identity) writeFileSync(join(home, '.gitconfig'), '[user]\n  name = Somebody\n  email = somebody@example.com\n');
  else writeFileSync(join(home, '.gitconfig'), '[user]\n  useConfigOnly = true\n');
  const env = { ...NO_ENGINE, HOME: home, npm_config_prefix: prefix, PATH: `${join(prefix, 'bin')}${delimiter}${process.env.PATH}` };
  await succeed(pack.folder, 'npm', ['install', '--global', pack.tarball], { env });
  return env;
}

/** All predictions that `local` printed, and the accuracy. */
function results(output: string) {
  return { accuracy: Number(/validation:accuracy = ([\d.]+)/.exec(output)?.[1]), counts: [...output.matchAll(/(\d+) predictions?\b/g)].map(([, count]) => Number(count)) };
}

async function buildRunAndRebuild(project: string, env: Record<string, string>): Promise<void> {
  const build = await succeed(project, 'npx', ['projen', 'build'], { env });
  expect(build).toContain('# fail 0'.replace('# ', 'ℹ '));
  expect(build).toMatch(/no images were built/i);

  const { accuracy, counts } = results(await succeed(project, 'npx', ['projen', 'local'], { env }));
  expect(accuracy).toBeGreaterThanOrEqual(0.9);
  expect(counts.slice(0, 3)).toEqual([8, 3, 4]);
  expect(await succeed(project, 'npx', ['projen', 'algorithm:listing'], { env })).toContain('3 payloads, training data of 1 channel');
  expect(await succeed(project, 'npx', ['projen', 'algorithm:diff', 'algorithm/create-algorithm.json'], { env })).toContain('no change');

  await succeed(project, 'npm', ['ci'], { env });
  await succeed(project, 'npx', ['projen', 'build'], { env });
}

describe('npx projen new sm-algorithm', () => {
  test('after a global install makes a project that builds, runs and is clean', async () => {
    const env = await machine(true);
    const project = pack.emptyFolder('literal');

    await succeed(project, 'npx', ['projen', 'new', 'sm-algorithm'], { env });
    await buildRunAndRebuild(project, env);

    // The samples of the listing are for the user to commit; everything else is as it was made.
    expect(await succeed(project, 'git', ['status', '--porcelain'], { env })).toBe('?? algorithm/listing/samples/');
    expect(readdirSync(project).filter((name) => !name.startsWith('.')).length).toBeLessThan(25);
  });

  test('without a git identity makes the project all the same and says so', async () => {
    const env = await machine(false);
    const project = pack.emptyFolder('nobody');

    const output = await succeed(project, 'npx', ['projen', 'new', 'sm-algorithm', '--image-layout', 'combined'], { env });
    await buildRunAndRebuild(project, env);

    expect(output).toContain('--no-git');
    expect(existsSync(join(project, '.git'))).toBe(false);
    expect(existsSync(join(project, 'container', 'algorithm', 'program', 'serve.js'))).toBe(true);
  });
});

describe('npx projen new --from the tarball', () => {
  test('makes a project that builds and runs, with combined images', async () => {
    const project = await pack.newProject('--image-layout', 'combined', '--ecr-region', 'eu-west-1');

    await buildRunAndRebuild(project, NO_ENGINE);

    expect(readFileSync(join(project, '.projenrc.ts'), 'utf8')).toContain("ecrRegion: 'eu-west-1'");
  });

  test.each([
    ['a layout that does not exist', ['--image-layout', 'foo'], /imageLayout is "foo"[\s\S]*use --image-layout separate/],
    ['a package manager that does not exist', ['--package-manager', 'foo'], /packageManager is "foo"[\s\S]*use --package-manager/],
    ['a misspelt switch', ['--image-layuot', 'combined'], /--image-layuot is not a switch[\s\S]*did you mean "--image-layout"/],
    ['an account that is none', ['--ecr-account-id', 'x'], /ecrAccountId is "x"/],
  ])('refuses %s and writes nothing', async (_, switches, message) => {
    const error = await pack.newProject(...switches).then(() => '', (reason: Error) => reason.message);

    expect(error).toMatch(message);
    expect(error.split('The definition has').length).toBe(2);
    expect(error).not.toMatch(/throw error|problems: \[|\n {4}at .*sm-algorithm/);
    const folder = readdirSync(pack.folder).filter((name) => name.startsWith('project-')).sort((a, b) => Number(a.slice(8)) - Number(b.slice(8))).at(-1)!;
    // What projen's CLI installed before it asked us; nothing that would keep the next try from working.
    expect(readdirSync(join(pack.folder, folder)).sort()).toEqual(['node_modules', 'package.json']);
    expect(Object.keys(JSON.parse(readFileSync(join(pack.folder, folder, 'package.json'), 'utf8')))).toEqual(['devDependencies']);
  });

  test.each([['pnpm', 'pnpm@10'], ['yarn-classic', 'yarn@1']])('works with %s', async (manager, spec) => {
    const bin = pack.emptyFolder(`bin-${manager}`);
    await succeed(bin, 'npm', ['init', '--yes']);
    await succeed(bin, 'npm', ['install', spec]);
    // pnpm would fetch the version that projen names and verify its signature, which not every registry has.
    // Yarn would take another tarball of the same name and version from its cache.
    const caches = { YARN_CACHE_FOLDER: pack.emptyFolder(`cache-${manager}`) };
    const env = { ...NO_ENGINE, ...caches, npm_config_manage_package_manager_versions: 'false', PATH: `${join(bin, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` };
    const project = pack.emptyFolder(`with-${manager}`);
    const projen = join(__dirname, '..', '..', 'node_modules', 'projen', 'bin', 'projen');

    await succeed(project, process.execPath, [projen, 'new', '--from', `sm-algorithm@file:${pack.tarball}`, 'sm-algorithm', '--no-git',
      '--package-manager', manager], { env });
    await succeed(project, 'npx', ['projen', 'build'], { env });

    expect(await succeed(project, 'npx', ['projen', '--version'], { env })).toMatch(/^\d+\.\d+\.\d+/m);
    expect(readFileSync(join(project, '.projenrc.ts'), 'utf8')).toContain('NodePackageManager.');
  });
});

describe('editing .projenrc.ts', () => {
  let project: string;
  let definition: string;
  beforeAll(async () => {
    project = await pack.newProject();
    definition = readFileSync(join(project, '.projenrc.ts'), 'utf8');
  });

  const synth = async (text: string) => {
    writeFileSync(join(project, '.projenrc.ts'), text);
    return run(project, 'npx', ['projen'], { env: NO_ENGINE });
  };
  const read = (file: string) => readFileSync(join(project, file), 'utf8');

  test('moves the types, the plan and the table', async () => {
    const { exitCode } = await synth(definition.replace('max: 64', 'max: 32'));

    expect(exitCode).toBe(0);
    expect(read('src/algorithm.ts')).toContain('whole number, 1 to 32');
    expect(JSON.parse(read('.sm-algorithm/plan.json')).algorithm.training.hyperparameters[0].max).toBe(32);
    expect(read('README.md')).toContain('| `max_depth` | Integer | 1 to 32 |');
  });

  test('makes code that uses what is gone a type error', async () => {
    await synth(definition.replace("'max_depth'", "'depth'"));

    const { output, exitCode } = await run(project, 'npx', ['projen', 'compile'], { env: NO_ENGINE });

    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/src\/train\.ts.*max_depth/);
  });

  test('with five mistakes reports all five, plainly, and writes nothing', async () => {
    await synth(definition);
    const before = read('.sm-algorithm/plan.json');

    const { output, exitCode } = await synth(definition
      .replace('imageLayout:', 'imageLayuot:')
      .replace("name: 'training'", "name: 'training data'")
      .replace('default: 8', 'default: 800')
      .replace('tunable: true', 'tuneable: true')
      .replace("'ml.m5.large'", "'m5.large'"));

    expect(exitCode).toBe(1);
    for (const code of ['SMA_DEF_UNKNOWN_OPTION  imageLayuot', 'SMA_DEF_UNKNOWN_OPTION  training.hyperparameters[0].tuneable', 'SMA_DEF_CHANNEL_NAME',
      'SMA_REQ_DEFAULT', 'SMA_REQ_INSTANCE_TYPE']) expect(output).toContain(code);
    expect(output).toContain('has 5 problems');
    expect(output).not.toMatch(/\n {4}at /);
    expect(read('.sm-algorithm/plan.json')).toBe(before);
  });

  test('from separate to combined leaves no orphan and keeps what is mine', async () => {
    await synth(definition);
    await succeed(project, 'npx', ['projen', 'bundle'], { env: NO_ENGINE });
    mkdirSync(join(project, 'container', 'mine'));
    writeFileSync(join(project, 'container', 'mine', 'notes.txt'), 'mine');

    await synth(definition.replace('ImageLayout.SEPARATE', 'ImageLayout.COMBINED'));

    expect(readdirSync(join(project, 'container')).sort()).toEqual(['algorithm', 'mine']);
    expect(read('src/train.ts')).toContain('defineTraining');
  });
});
