import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { cli, programFile, seen, startCli } from '../support/cli';
import { docker, leftovers, removeImages } from '../support/engine-state';
import { fixtureProject } from '../support/fixture-project';

const DOCKER = ['local', '--engine', 'docker'];
const set = (...pairs: string[]) => pairs.flatMap((pair) => ['--hyperparameter', pair]);
const newestRun = (dir: string) => join(dir, '.sm-algorithm/runs', readdirSync(join(dir, '.sm-algorithm/runs')).sort().at(-1)!);

afterEach(() => expect(leftovers()).toEqual([]));
afterAll(() => removeImages('sma-test-training:latest', 'sma-test-inference:latest'));

describe('local with docker', () => {
  it('builds, trains, serves, invokes and leaves nothing behind', async () => {
    const dir = fixtureProject();

    const { exitCode, stdout, stderr } = await cli(dir, ['local', '--json', ...set('offset=2')]);

    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      engine: 'docker',
      unchecked: expect.arrayContaining([expect.stringContaining('/dev/shm')]) as string[],
      job: { status: 'Completed', metrics: { 'validation:error': 0.25 } },
      payloads: [{ payload: 'one.json', status: 200 }, { payload: 'two.csv', status: 200, predictions: 2 }],
    });
    expect(stderr).toMatch(/ {4}hosts algo-1/);
    expect(stderr).toMatch(/ {4}draining/);
  });

  it('records the ids of the images that it ran, which the samples of the listing then name', async () => {
    const dir = fixtureProject();
    await cli(dir, DOCKER);

    const { stdout } = await cli(dir, ['algorithm:listing', '--json']);

    const id = (image: string) => docker('image', 'inspect', '--format', '{{.Id}}', `${image}:latest`);
    const programs = { train: id('sma-test-training'), serve: id('sma-test-inference') };
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, run: { engine: 'docker', programs } });
    expect(programs.train).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('cuts the containers off as the service does', async () => {
    const dir = fixtureProject();
    const env = { AWS_SECRET_ACCESS_KEY: 'secret', FOREIGN: '1' };

    const { exitCode, stderr } = await cli(dir, [...DOCKER, ...set('mode=report', 'serve=report')], { env });

    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/input-writable EROFS/);
    expect(stderr).toMatch(/network \["lo"\]/);
    const trainEnv = Object.keys(JSON.parse(/env (\{.*\})/.exec(stderr)![1]) as object);
    expect(trainEnv).toEqual(expect.arrayContaining(['TRAINING_JOB_NAME', 'TRAINING_JOB_ARN', 'AWS_REGION']));
    expect(trainEnv.filter((name) => /SECRET|FOREIGN|SAGEMAKER|NODE_OPTIONS/.test(name))).toEqual([]);
    const answer = JSON.parse(readFileSync(join(newestRun(dir), 'predictions/two.csv.out'), 'utf8')) as Record<string, unknown>;
    expect(answer).toMatchObject({ modelWritable: 'EROFS', rootWritable: 'EROFS', tmpWritable: 'yes', uid: 0 });
    expect(Object.keys(answer.env as object).filter((name) => /SECRET|FOREIGN|TRAINING/.test(name))).toEqual([]);
  });

  it('leaves files that belong to the caller, who need not be root', async () => {
    const dir = fixtureProject();
    const user = process.getuid!() === 0 ? { uid: 65534, gid: statSync('/var/run/docker.sock').gid } : undefined;
    if (user) {
      execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, dir]);
      chmodSync(dirname(programFile()), 0o755);
    }

    const { exitCode, stderr } = await cli(dir, DOCKER, { user, env: { HOME: dir } });

    expect(exitCode, stderr).toBe(0);
    const entries = readdirSync(newestRun(dir), { recursive: true }) as string[];
    expect(entries).toContain('model/extra/note.txt');
    for (const entry of entries) expect(statSync(join(newestRun(dir), entry)).uid, entry).toBe(user?.uid ?? process.getuid!());
  });

  it('packs output data', async () => {
    const dir = fixtureProject();

    const { exitCode, stderr } = await cli(dir, ['local:train', '--engine', 'docker', ...set('mode=output')]);

    expect(exitCode, stderr).toBe(0);
    expect(readFileSync(join(newestRun(dir), 'output/data/report.txt'), 'utf8')).toBe('report');
    expect(readdirSync(newestRun(dir))).toContain('output.tar.gz');
  });

  it.each([
    ['mode=fail', /SMA_CLI_TRAINING_FAILED[^]*exit code 1[^]*FailureReason: the data is bad x{1008}\n/],
    ['mode=oom', /SMA_CLI_TRAINING_FAILED[^]*exit code 137: SIGKILL, mostly because it was out of memory/],
    ['mode=link', /SMA_CLI_MODEL {2}[^]*link/],
    ['mode=empty', /SMA_CLI_MODEL {2}/],
    ['serve=die', /SMA_CLI_SERVER {2}the server ended by itself; exit code 7[^]*another version/],
    ['serve=refuse', /SMA_CLI_INVOCATION[^]*OriginalStatusCode 400/],
  ])('shows what SageMaker shows for %s', async (hyperparameter, text) => {
    const { exitCode, stderr } = await cli(fixtureProject(), [...DOCKER, ...set(hyperparameter)]);

    expect(stderr).toMatch(text);
    expect(exitCode).toBe(1);
  });

  it('says that an image has no such program', async () => {
    const dir = fixtureProject({ files: { 'container/training/Dockerfile': 'FROM node:24-bookworm-slim\nENTRYPOINT ["/no/such/program"]\n' } });

    const { exitCode, stderr } = await cli(dir, ['local:train', '--engine', 'docker']);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/could not be started: .*no such file/);
  });

  it('falls back to a loopback port where containers have no address of their own, and says so', async () => {
    const dir = fixtureProject();
    const wrapper = join(dir, 'docker');
    writeFileSync(wrapper, '#!/bin/sh\ncase "$*" in *IPAddress*) echo ;; *) exec docker "$@" ;; esac\n');
    chmodSync(wrapper, 0o755);

    const { exitCode, stdout } = await cli(dir, DOCKER, { env: { SM_ALGORITHM_DOCKER: wrapper } });

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/two\.csv {2}200/);
    expect(stdout).toContain('network isolation of the server');
  });

  it('serves until Ctrl-C on a loopback port and drains', async () => {
    const dir = fixtureProject();
    await cli(dir, ['local:train', '--engine', 'docker']);
    const server = startCli(dir, ['local:serve', '--engine', 'docker']);
    await seen(server, /http:\/\/127\.0\.0\.1:\d+\n/);

    const answer = await cli(dir, ['local:invoke', 'test/payloads/two.csv']);
    server.kill('SIGINT');
    const { exitCode, stderr } = await server.finished;

    expect(answer).toMatchObject({ exitCode: 0, stdout: '2\n2' });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('draining');
  });
});

describe('Ctrl-C with docker', () => {
  it.each([
    ['in the middle of training', 'mode=hang', /training pid/],
    ['while the server starts', 'serve=never-ready', /serving pid/],
    ['as soon as the work begins', 'mode=hang', /build/],
  ])('leaves nothing behind %s, also when it comes twice', async (_, hyperparameter, sign) => {
    const child = startCli(fixtureProject(), [...DOCKER, ...set(hyperparameter)]);
    await seen(child, sign);

    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGINT'), 150);

    // The second may meet a program that has cleaned up and is going: Node then ends by the signal itself, without a code.
    expect([130, null]).toContain((await child.finished).exitCode);
  });

  it('leaves nothing behind at any moment of a run', async () => {
    for (let wait = 0; wait <= 2_400; wait += 300) {
      const child = startCli(fixtureProject(), DOCKER);
      // From its first line on it listens; before, the signal ends a program that has done nothing.
      await seen(child, /build/);
      setTimeout(() => child.kill('SIGTERM'), wait);

      expect([0, 143]).toContain((await child.finished).exitCode);
      expect(leftovers(), `after ${wait} ms`).toEqual([]);
    }
  });
});
