import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { tmpDir } from '../support/tmp-dir';

const SHIM = join(__dirname, '..', '..', 'bin', 'projen.js');

/** Prints its arguments, so that a test sees what the shim hands over. */
const ECHO = 'process.stdout.write(JSON.stringify({ argv: process.argv.slice(2), script: process.argv[1] }));';

let home: string;
let project: string;
beforeEach(() => {
  home = tmpDir('home-');
  project = tmpDir('project-');
});

/** Writes a package into a folder's node_modules. */
function install(folder: string, name: string, manifest: object, files: Record<string, string>): string {
  const target = join(folder, 'node_modules', name);
  for (const [file, text] of Object.entries({ ...files, 'package.json': JSON.stringify({ name, version: '0.0.0', ...manifest }) })) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    writeFileSync(join(target, file), text);
  }
  return target;
}

/** sm-algorithm as it is installed globally, with a projen beside it that prints its arguments. */
function installed(version: string): string {
  const root = tmpDir('global-');
  const jsii = { types: { 'sm-algorithm.SmAlgorithmProjectOptions': { properties: [
    { name: 'ecrRegion', type: { primitive: 'string' }, docs: { summary: 'AWS Region of the repositories.' } },
    { name: 'training', type: { fqn: 'sm-algorithm.TrainingOptions' }, docs: { summary: 'Nested.' } },
    { name: 'imageLayout', type: { fqn: 'sm-algorithm.ImageLayout' }, docs: { summary: 'One image or two.' } },
  ] }, 'sm-algorithm.ImageLayout': { kind: 'enum', members: [{ name: 'SEPARATE' }, { name: 'COMBINED' }] }, 'sm-algorithm.TrainingOptions': { kind: 'interface' } } };
  const folder = install(root, 'sm-algorithm', { version }, { '.jsii': JSON.stringify(jsii), 'lib/index.js': '' });
  mkdirSync(join(folder, 'bin'));
  cpSync(SHIM, join(folder, 'bin', 'projen.js'));
  install(root, 'projen', { bin: { projen: 'bin/projen' } }, { 'bin/projen': ECHO });
  return join(folder, 'bin', 'projen.js');
}

const IDENTITY = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };

function run(shim: string, args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [shim, ...args], {
    cwd: project,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(home, 'cache'), GIT_CONFIG_NOSYSTEM: '1', ...IDENTITY, ...env },
  });
  return { status, stdout, stderr, argv: stdout.startsWith('{') ? JSON.parse(stdout).argv as string[] : undefined };
}

describe('projen new sm-algorithm', () => {
  test('of a release takes the same major version from the registry', () => {
    expect(run(installed('1.2.3'), ['new', 'sm-algorithm', '--image-layout', 'combined']).argv)
      .toEqual(['new', '--from', 'sm-algorithm@^1.2.3', 'sm-algorithm', '--image-layout', 'combined']);
  });

  test('of an unreleased install packs itself into a folder that lasts', () => {
    const { argv } = run(installed('0.0.0'), ['new', 'sm-algorithm']);

    const [, tarball] = /^sm-algorithm@file:(.*\.tgz)$/.exec(argv![2])!;
    expect(tarball.startsWith(join(home, 'cache', 'sm-algorithm'))).toBe(true);
    expect(execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })).toContain('package/bin/projen.js');
  });

  test('of the same unreleased install uses the same tarball again', () => {
    const shim = installed('0.0.0');
    const first = run(shim, ['new', 'sm-algorithm']).argv;

    expect(run(shim, ['new', 'sm-algorithm']).argv).toEqual(first);
    expect(readdirSync(join(home, 'cache', 'sm-algorithm'))).toHaveLength(1);
  });

  test('is recognised behind switches, too', () => {
    expect(run(installed('1.0.0'), ['new', '--no-synth', '--name=x', 'sm-algorithm']).argv)
      .toEqual(['new', '--from', 'sm-algorithm@^1.0.0', '--no-synth', '--name=x', 'sm-algorithm']);
  });

  test('refuses a folder that is in use and names what is there', () => {
    writeFileSync(join(project, 'thesis.tex'), '');

    const { status, stderr } = run(installed('1.0.0'), ['new', 'sm-algorithm']);

    expect(status).toBe(1);
    expect(stderr).toMatch(/is not empty: it holds thesis\.tex\.\n {2}why: .*\n {2}fix: mkdir/);
    expect(stderr).not.toContain('    at ');
  });

  test('accepts what npm install and git init leave', () => {
    mkdirSync(join(project, '.git'));
    mkdirSync(join(project, 'node_modules'));
    writeFileSync(join(project, 'package.json'), JSON.stringify({ devDependencies: { 'sm-algorithm': '^1.0.0' } }));

    expect(run(installed('1.0.0'), ['new', 'sm-algorithm']).status).toBe(0);
  });

  test('refuses a folder with a package of its own', () => {
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'mine', devDependencies: {} }));

    expect(run(installed('1.0.0'), ['new', 'sm-algorithm']).stderr).toContain('it holds package.json');
  });

  test('without a git identity makes the project without git and says so', () => {
    const nobody = Object.fromEntries(Object.keys(IDENTITY).map((name) => [name, '']));
    const { argv, stderr } = run(installed('1.0.0'), ['new', 'sm-algorithm'], nobody);

    expect(argv!.at(-1)).toBe('--no-git');
    expect(stderr).toContain('no identity');
  });

  test('says so when npm is missing', () => {
    const { status, stderr } = run(installed('0.0.0'), ['new', 'sm-algorithm'], { PATH: project });

    expect(status).toBe(1);
    expect(stderr).toMatch(/npm cannot be started \(ENOENT\)\.\n {2}why: .*\n {2}fix: /);
  });

  test('says so when a checkout is not compiled', () => {
    const shim = installed('0.0.0');
    const folder = join(dirname(shim), '..');
    writeFileSync(join(folder, '.projenrc.ts'), '');
    execFileSync('rm', [join(folder, '.jsii')]);

    expect(run(shim, ['new', 'sm-algorithm']).stderr).toContain('is not compiled');
  });

  test('lists its switches on --help', () => {
    const { stdout, status } = run(installed('1.0.0'), ['new', 'sm-algorithm', '--help']);

    expect(status).toBe(0);
    expect(stdout).toMatch(/--image-layout separate\|combined +One image or two/);
    expect(stdout).toContain('--ecr-region');
    expect(stdout).not.toContain('--training');
  });
});

describe('every other command', () => {
  test.each([
    [['build']], [[]], [['new', 'typescript']], [['new', '--from', 'other', 'sm-algorithm']], [['new', '-f', 'sm-algorithm@file:x']],
    [['new', 'node', '--name', 'sm-algorithm']], [['local', '--engine', 'process']], [['--version']],
  ])('%j goes to projen unchanged', (args) => {
    expect(run(installed('1.0.0'), args).argv).toEqual(args);
  });

  test('goes to the projen of the current folder where there is one', () => {
    const own = install(project, 'projen', { bin: { projen: 'bin/mine' } }, { 'bin/mine': ECHO });

    expect(JSON.parse(run(installed('1.0.0'), ['build']).stdout).script).toBe(join(own, 'bin', 'mine'));
  });

  test('ends with the exit code of projen', () => {
    install(project, 'projen', { bin: 'cli.js' }, { 'cli.js': 'process.exit(7);' });

    expect(run(installed('1.0.0'), ['build']).status).toBe(7);
  });

  test('says so when no projen is installed', () => {
    const shim = installed('1.0.0');
    execFileSync('rm', ['-r', join(dirname(shim), '..', '..', 'projen')]);

    expect(run(shim, ['build']).stderr).toMatch(/projen is not installed\.\n {2}why: .*\n {2}fix: /);
  });

  test('in a checkout that is not compiled is projen itself', () => {
    const version = JSON.parse(readFileSync(require.resolve('projen/package.json'), 'utf8')).version as string;

    expect(run(SHIM, ['--version']).stdout.trim()).toBe(version);
    expect(existsSync(SHIM)).toBe(true);
  });
});
