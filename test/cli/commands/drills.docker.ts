import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { cli, seen, startCli } from '../support/cli';
import { leftovers, removeImages } from '../support/engine-state';
import { STEPS_PLAN, stepsProject } from '../support/steps-project';

const DOCKER = ['--engine', 'docker'];
const newestRun = (dir: string) => join(dir, '.sm-algorithm/runs', readdirSync(join(dir, '.sm-algorithm/runs')).sort().at(-1)!);

interface Found { readonly findings: ReadonlyArray<{ readonly verdict: string }> }
const verdicts = (stdout: string) => (JSON.parse(stdout) as Found).findings.map(({ verdict }) => verdict);

afterEach(() => expect(leftovers(STEPS_PLAN.algorithm.name)).toEqual([]));
afterAll(() => removeImages(...STEPS_PLAN.images.map(({ localName }) => `${localName}:latest`)));

describe('drills with docker', () => {
  it.each([
    [['drill:stop'], ['pass', 'note', 'pass']],
    [['drill:spot'], ['note', 'pass', 'pass', 'note', 'note']],
    [['drill:hosts', '--hosts', '3'], ['pass', 'pass', 'pass']],
  ])('%s finds nothing wrong with a good image and leaves nothing behind', async (args, expected) => {
    const { exitCode, stdout, stderr } = await cli(stepsProject(), [...args, ...DOCKER, '--json']);

    expect(exitCode, stderr).toBe(0);
    expect(verdicts(stdout), stdout).toEqual(expected);
  });
});

describe('a training job of several hosts', () => {
  it('runs in a network of its own, by names, and makes one model', async () => {
    const dir = stepsProject();

    const { exitCode, stderr } = await cli(dir, ['local:train', ...DOCKER, '--hosts', '2']);

    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/\[algo-1\] metric validation:error=/);
    expect(stderr).toMatch(/\[algo-2\] metric validation:error=/);
    expect(readdirSync(newestRun(dir))).toEqual(expect.arrayContaining(['checkpoints', 'hosts', 'model', 'model.tar.gz']));
    expect(readdirSync(join(newestRun(dir), 'model'))).toEqual(['model.json']);
  });

  it('leaves nothing behind after Ctrl-C', async () => {
    const child = startCli(stepsProject(), ['local:train', ...DOCKER, '--hosts', '2', '--hyperparameter', 'mode=deaf']);
    await seen(child, /\[algo-2\] metric/);

    child.kill('SIGINT');

    expect((await child.finished).exitCode).toBe(130);
  });
});

describe('a training job whose time is up', () => {
  it('is stopped, and its model is there', async () => {
    const dir = stepsProject();

    const { exitCode, stdout, stderr } = await cli(dir, ['local:train', ...DOCKER, '--json', '--max-runtime', '1']);

    expect(exitCode, stderr).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: 'SMA_CLI_TRAINING_STOPPED' },
      job: { status: 'Stopped', secondaryStatus: 'MaxRuntimeExceeded' },
    });
    expect(readdirSync(newestRun(dir))).toContain('model.tar.gz');
  });
});
