import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../support/cli';
import { docker, hasImage, removeImages } from '../support/engine-state';
import { FIXTURE_PLAN, fixtureProject } from '../support/fixture-project';

const HOST = '111122223333.dkr.ecr.us-east-1.amazonaws.com';
const NAMES = ['training', 'inference'].flatMap((name) => [`sma-test-${name}:latest`, `sma-test-${name}:1.2.3`, `${HOST}/sma-test-${name}:1.2.3`]);
const NO_BASE = { images: FIXTURE_PLAN.images.map((image) => ({ ...image, baseImage: 'no-registry.invalid/base:1' })) };

beforeEach(() => removeImages(...NAMES));
afterAll(() => removeImages(...NAMES));

describe('image:build', () => {
  it('builds every image under latest and the version, and prints the tags', async () => {
    const { exitCode, stdout, stderr } = await cli(fixtureProject(), ['image:build']);

    expect(exitCode, stderr).toBe(0);
    expect(stdout.split('\n')).toEqual(['sma-test-training:latest', 'sma-test-training:1.2.3', 'sma-test-inference:latest', 'sma-test-inference:1.2.3']);
    expect(stdout.split('\n').every(hasImage)).toBe(true);
  });

  it('builds one image, anew when asked', async () => {
    const { exitCode, stdout } = await cli(fixtureProject(), ['image:build', '--image', 'inference', '--no-cache', '--json']);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ ok: true, images: [{ image: 'inference', tags: ['sma-test-inference:latest', 'sma-test-inference:1.2.3'], fresh: true }] });
    expect(hasImage('sma-test-training:latest')).toBe(false);
  });

  it.each([['the default builder', {}], ['BuildKit, where the client has it', { DOCKER_BUILDKIT: '1', SM_ALGORITHM_DOCKER: '/usr/bin/docker' }]])(
    'names the step that fails, with %s', async (_, env) => {
      const dir = fixtureProject({ files: { 'container/training/Dockerfile': 'FROM node:24-bookworm-slim\nRUN echo before && exit 3\n' } });

      const { exitCode, stderr } = await cli(dir, ['image:build', '--when-possible'], { env });

      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/SMA_CLI_IMAGE_BUILD {2}the training image does not build; it fails at: .*RUN echo before/);
      expect(docker('ps', '--all', '--quiet', '--filter', 'status=exited', '--filter', 'exited=3')).toBe('');
    });

  it('tells that the base image cannot be had, as an error or in one line', async () => {
    const dir = fixtureProject({ plan: NO_BASE });

    const asked = await cli(dir, ['image:build']);
    const possible = await cli(dir, ['image:build', '--when-possible']);

    expect(asked.exitCode).toBe(1);
    expect(asked.stderr).toMatch(/SMA_CLI_BASE_IMAGE {2}the base image no-registry\.invalid\/base:1 is not on this machine/);
    expect(possible.exitCode).toBe(0);
    expect(possible.stderr).toMatch(/^i no images were built: the base image no-registry\.invalid/m);
  });
});

describe('local', () => {
  it('runs processes where the base image cannot be had and no image was ever built', async () => {
    const { exitCode, stdout, stderr } = await cli(fixtureProject({ plan: NO_BASE }), ['local']);

    expect(exitCode).toBe(0);
    expect(stderr).toContain('runs without containers: the base image');
    expect(stdout).toMatch(/engine +process/);
  });

  it('uses images of an earlier build then, with a warning', async () => {
    await cli(fixtureProject(), ['image:build']);

    const { exitCode, stdout, stderr } = await cli(fixtureProject({ plan: NO_BASE }), ['local']);

    expect(exitCode).toBe(0);
    expect(stderr).toContain('sma-test-training:latest is of an earlier build');
    expect(stdout).toMatch(/engine +docker/);
  });
});

describe('ecr:tag', () => {
  it('refuses before any tag is made when an image is missing', async () => {
    const dir = fixtureProject();
    await cli(dir, ['image:build', '--image', 'training']);

    const { exitCode, stderr } = await cli(dir, ['ecr:tag']);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_IMAGE_MISSING {2}sma-test-inference:latest is not on this machine; nothing was tagged[^]*npx projen image:build/);
    expect(hasImage(`${HOST}/sma-test-training:1.2.3`)).toBe(false);
  });

  it('tags every image by version and revision', async () => {
    const dir = fixtureProject();
    execFileSync('sh', ['-c', 'git init -q && git add . && git -c user.name=t -c user.email=t@e.com commit -qm x'], { cwd: dir });
    const sha = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: dir, encoding: 'utf8' }).trim();
    await cli(dir, ['image:build']);

    const { exitCode, stdout, stderr } = await cli(dir, ['ecr:tag']);

    const names = stdout.split('\n');
    removeImages(...names.filter((name) => name.endsWith(sha)).filter(hasImage).map((name) => {
      expect(docker('image', 'inspect', '--format', '{{.Id}}', name)).toMatch(/^sha256:/);
      return name;
    }));
    expect(exitCode, stderr).toBe(0);
    expect(names).toEqual(['training', 'inference'].flatMap((name) => [`${HOST}/sma-test-${name}:1.2.3`, `${HOST}/sma-test-${name}:${sha}`]));
    expect(hasImage(names[0])).toBe(true);
  });

  it('gives the revision only to what was built from it', async () => {
    const dir = fixtureProject({ files: { '.gitignore': '/.sm-algorithm/runs/\n' } });
    const git = (script: string) => execFileSync('sh', ['-c', script], { cwd: dir, encoding: 'utf8' }).trim();
    const commit = 'git add . && git -c user.name=t -c user.email=t@e.com commit -qm x --allow-empty';
    git(`git init -q && ${commit}`);
    await cli(dir, ['image:build']);
    git(`touch new && ${commit}`);
    const sha = git('git rev-parse --short HEAD');

    const early = await cli(dir, ['ecr:tag']);
    await cli(dir, ['local:train', '--engine', 'docker']);
    const half = await cli(dir, ['ecr:tag']);
    removeImages(...half.stdout.split('\n').filter((name) => name.endsWith(sha)));

    expect(early.exitCode).toBe(0);
    expect(early.stdout).not.toContain(sha);
    expect(early.stderr).toMatch(new RegExp(`sma-test-training:latest was not built from revision ${sha}[^]*sma-test-inference:latest was not built`));
    expect(half.stdout.split('\n').filter((name) => name.endsWith(sha))).toEqual([`${HOST}/sma-test-training:${sha}`]);
    expect(half.stderr).not.toContain('sma-test-training:latest was not');
  });

  it('needs no engine for --dry-run', async () => {
    const dir = fixtureProject();
    writeFileSync(join(dir, 'x'), '');

    expect((await cli(dir, ['ecr:tag', '--dry-run'], { env: { SM_ALGORITHM_DOCKER: 'no-docker' } })).exitCode).toBe(0);
    expect((await cli(dir, ['ecr:tag'], { env: { SM_ALGORITHM_DOCKER: 'no-docker' } })).stderr).toContain('SMA_CLI_ENGINE');
  });
});
