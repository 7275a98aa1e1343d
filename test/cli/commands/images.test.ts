import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../support/cli';
import { FIXTURE_PLAN, fixtureProject } from '../support/fixture-project';

const NO_DOCKER = { env: { SM_ALGORITHM_DOCKER: 'no-docker' } };
const ROOT = join(__dirname, '../../..');
const externals = (...names: string[]) => ({ images: FIXTURE_PLAN.images.map((image) => (image.name === 'training' ? { ...image, externals: names } : image)) });

describe('image:build without an engine', () => {
  it('is an error, and with --when-possible one plain line', async () => {
    const dir = fixtureProject();

    const asked = await cli(dir, ['image:build'], NO_DOCKER);
    const possible = await cli(dir, ['image:build', '--when-possible'], NO_DOCKER);
    const dead = await cli(dir, ['image:build', '--when-possible'], { env: { DOCKER_HOST: 'tcp://127.0.0.1:1' } });
    const json = await cli(dir, ['image:build', '--when-possible', '--json'], NO_DOCKER);

    expect(asked).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('SMA_CLI_ENGINE') });
    expect(possible).toMatchObject({ exitCode: 0, stderr: 'i no images were built: the program "no-docker" is not installed.' });
    expect(dead.exitCode).toBe(0);
    expect(dead.stderr.split('\n')).toHaveLength(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, images: [] });
  });

  it('refuses an image that the project does not have', async () => {
    const { exitCode, stderr } = await cli(fixtureProject(), ['image:build', '--image', 'algorithm'], NO_DOCKER);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_USAGE[^]*use one of: training, inference/);
  });
});

describe('image:build', () => {
  it('refuses a version that is no image tag before anything is built', async () => {
    const { version: _, ...algorithm } = FIXTURE_PLAN.algorithm;
    const dir = fixtureProject({ plan: { algorithm } });
    execFileSync('sh', ['-c', 'git init -q && git add . && git -c user.name=t -c user.email=t@e.com commit -qm x && git tag v1.0.0+b5'], { cwd: dir });

    const { exitCode, stderr } = await cli(dir, ['image:build'], NO_DOCKER);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_ECR[^]*version "1\.0\.0\+b5" is no image tag: letters, digits/);
  });
});

describe('image:context', () => {
  it('pins the externals and what they need as in the project\'s lockfile, without a network', async () => {
    const dir = fixtureProject({ plan: externals('execa', 'picocolors') });
    copyFileSync(join(ROOT, 'package-lock.json'), join(dir, 'package-lock.json'));

    const { exitCode, stderr } = await cli(dir, ['image:context', '--image', 'training'], { env: { npm_config_cache: join(dir, 'empty-cache') } });

    expect(exitCode, stderr).toBe(0);
    const npm = join(dir, 'container/training/npm');
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as { dependencies: Record<string, string>; packages: Record<string, { version: string }> };
    const full = read(join(ROOT, 'package-lock.json')).packages;
    const reduced = read(join(npm, 'package-lock.json')).packages;
    expect(read(join(npm, 'package.json')).dependencies).toEqual({
      execa: full['node_modules/execa'].version, picocolors: full['node_modules/picocolors'].version,
    });
    expect(Object.keys(reduced)).toContain('node_modules/cross-spawn');
    expect(Object.keys(reduced).length).toBeLessThan(40);
    expect(Object.keys(reduced)).not.toContain('node_modules/projen');
    execFileSync('npm', ['ls', '--package-lock-only', '--all'], { cwd: npm, stdio: 'pipe' });
  });

  it('does nothing without externals, and removes only a folder of its own', async () => {
    const dir = fixtureProject({ plan: externals('picocolors'), files: { 'container/inference/npm/package.json': '{}' } });
    copyFileSync(join(ROOT, 'package-lock.json'), join(dir, 'package-lock.json'));
    await cli(dir, ['image:context']);
    expect(existsSync(join(dir, 'container/training/npm/package.json'))).toBe(true);

    const without = fixtureProject().concat('/.sm-algorithm/plan.json');
    copyFileSync(without, join(dir, '.sm-algorithm/plan.json'));
    const { exitCode, stderr } = await cli(dir, ['image:context']);

    expect([exitCode, stderr]).toEqual([0, 'i container/training/npm removed']);
    expect(existsSync(join(dir, 'container/training/npm'))).toBe(false);
    expect(existsSync(join(dir, 'container/inference/npm/package.json'))).toBe(true);
  });

  it('refuses what the lockfile does not have', async () => {
    const dir = fixtureProject({ plan: externals('no-such-package') });

    const noLock = await cli(dir, ['image:context']);
    copyFileSync(join(ROOT, 'package-lock.json'), join(dir, 'package-lock.json'));
    const notInstalled = await cli(dir, ['image:context']);

    expect(noLock.stderr).toMatch(/SMA_CLI_EXTERNALS[^]*no package-lock\.json/);
    expect(notInstalled.stderr).toMatch(/SMA_CLI_EXTERNALS[^]*no-such-package is not installed/);
    expect([noLock.exitCode, notInstalled.exitCode]).toEqual([1, 1]);
  });

  it('lays out the files that an image carries, and refuses before it touches anything when one does not exist', async () => {
    const carrying = (source: string) => ({
      images: FIXTURE_PLAN.images.map((image) => (image.name === 'training' ? { ...image, files: [{ source, target: '/opt/words.txt', executable: false }] } : image)),
    });
    const dir = fixtureProject({ plan: carrying('words.txt'), files: { 'words.txt': 'one' } });

    const written = await cli(dir, ['image:context', '--image', 'training']);
    const gone = fixtureProject({ plan: carrying('gone.txt'), files: { 'container/training/files/kept': '' } });
    const refused = await cli(gone, ['image:context', '--image', 'training']);

    expect(written.exitCode, written.stderr).toBe(0);
    expect(readFileSync(join(dir, 'container/training/files/opt/words.txt'), 'utf8')).toBe('one');
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/SMA_CLI_IMAGE_FILES[^]*gone\.txt/) as string });
    expect(existsSync(join(gone, 'container/training/files/kept'))).toBe(true);
  });

  it.each(['{', '{"lockfileVersion":1}'])('refuses a lockfile that it cannot read: %s', async (text) => {
    const { exitCode, stderr } = await cli(fixtureProject({ plan: externals('a'), files: { 'package-lock.json': text } }), ['image:context']);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_EXTERNALS[^]*package-lock\.json cannot be understood/);
  });

  it('shows the command when npm fails', async () => {
    const dir = fixtureProject({ plan: externals('a'), files: { 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/a': { version: '1.0.0' } } }) } });

    const { exitCode, stderr } = await cli(dir, ['image:context'], { env: { PATH: '/nonexistent' } });

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_COMMAND {2}npm install --package-lock-only .*: npm: not found/);
  });
});

describe('ecr:tag', () => {
  const dry = ['ecr:tag', '--dry-run'];

  it('prints the names, and says plainly that there is no repository', async () => {
    const { exitCode, stdout, stderr } = await cli(fixtureProject(), [...dry, '--region', 'eu-west-1', '--repository-training', 'team/train']);

    expect(exitCode).toBe(0);
    expect(stdout).toBe([
      '111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/train:1.2.3',
      '111122223333.dkr.ecr.eu-west-1.amazonaws.com/sma-test-inference:1.2.3',
    ].join('\n'));
    expect(stderr).toBe('i not a git repository, so there is no tag with the revision');
  });

  it('adds the revision of a clean tree, and warns instead for a dirty one', async () => {
    const dir = fixtureProject();
    const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: dir, encoding: 'utf8' }).trim();
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'all');
    const sha = git('rev-parse', '--short', 'HEAD');

    const clean = JSON.parse((await cli(dir, [...dry, '--json'])).stdout) as { tags: Array<{ to: string }> };
    execFileSync('touch', [join(dir, 'new')]);
    const dirty = await cli(dir, dry);

    expect(clean.tags.map(({ to }) => to.split(':')[1])).toEqual(['1.2.3', sha, '1.2.3', sha]);
    expect(dirty.stdout).not.toContain(sha);
    expect(dirty.stderr).toContain(`no tag ${sha}`);
  });

  it('takes the version from a git tag, and names the option when there is none', async () => {
    const { version: _, ...algorithm } = FIXTURE_PLAN.algorithm;
    const dir = fixtureProject({ plan: { algorithm } });
    const none = await cli(dir, dry);
    execFileSync('sh', ['-c', 'git init -q && git add . && git -c user.name=t -c user.email=t@e.com commit -qm x && git tag v4.5.6'], { cwd: dir });
    const tagged = await cli(dir, dry);

    expect(none).toMatchObject({ exitCode: 1, stdout: '' });
    expect(none.stderr).toMatch(/SMA_CLI_ECR[^]*no version: set algorithmVersion/);
    expect(tagged.stdout).toContain('sma-test-training:4.5.6');
  });

  it('tells every problem at once and tags nothing', async () => {
    const plan = { ecr: {}, images: FIXTURE_PLAN.images.map((image) => ({ ...image, repository: 'Bad' })) };

    const { exitCode, stdout, stderr } = await cli(fixtureProject({ plan }), ['ecr:tag', '--repository', 'x']);

    expect([exitCode, stdout]).toEqual([1, '']);
    for (const text of ['--repository is for an image', 'ecrAccountId', 'ecrRegion', 'Bad', 'the same name']) expect(stderr).toContain(text);
  });
});

describe('the program', () => {
  it('shows help, its version, and usage errors with exit code 1', async () => {
    const dir = fixtureProject();
    const help = await cli(dir, ['--help']);
    const wrong = await cli(dir, ['local', '--engine', 'podman']);
    const json = await cli(dir, ['local', '--json', '--nope']);

    expect(help).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('local:invoke') });
    expect(wrong).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('Allowed choices are auto, docker, process') });
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, error: { code: 'SMA_CLI_USAGE', what: expect.stringContaining('--nope'), fix: expect.any(String), details: [] } });
  });

  it('works on the project of --project', async () => {
    const dir = fixtureProject();

    expect((await cli('/', ['ecr:tag', '--dry-run', '--project', dir])).exitCode).toBe(0);
  });

  it('says what to do where it was not built', () => {
    const bin = join(fixtureProject(), 'bin.mjs');
    copyFileSync(join(ROOT, 'bin/sm-algorithm.mjs'), bin);

    expect(() => execFileSync(process.execPath, [bin], { stdio: 'pipe' })).toThrow(/is not built[^]*npx projen compile/);
  });
});
