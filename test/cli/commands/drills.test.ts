import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, lives, seen, startCli } from '../support/cli';
import { fixtureProject } from '../support/fixture-project';
import { stepsProject } from '../support/steps-project';

const PROCESS = ['--engine', 'process'];
const newestRun = (dir: string) => join(dir, '.sm-algorithm/runs', readdirSync(join(dir, '.sm-algorithm/runs')).sort().at(-1)!);

describe('drill:stop', () => {
  it('shows what it found, and writes the page of the run', async () => {
    const dir = stepsProject();

    const { exitCode, stdout, stderr } = await cli(dir, ['drill:stop', ...PROCESS]);

    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^PASS {2}a job ends by itself within 120 s of SIGTERM\n {6}SIGTERM came/);
    expect(stdout).toMatch(/\nengine +process\n[^]*\nreport +\.sm-algorithm\/runs\/\S+\/report\.html$/);
    const page = readFileSync(join(newestRun(dir), 'report.html'), 'utf8');
    expect(page).toContain('Secondary statuses of the training job');
    expect(page).toContain('drill:stop');
  });

  it('ends with 1 where something would go wrong, and says what in the document', async () => {
    const { exitCode, stdout, stderr } = await cli(stepsProject(), ['drill:stop', ...PROCESS, '--json', '--hyperparameter', 'mode=half']);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_DRILL {2}drill:stop failed: 1 thing of 3/);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, drill: 'stop', engine: 'process', error: { code: 'SMA_CLI_DRILL' }, findings: [{ verdict: 'pass' }, { verdict: 'note' }, { verdict: 'fail' }] });
  });
});

describe('drill:hosts', () => {
  it('says why it does not apply, without a run', async () => {
    const dir = fixtureProject();

    const { exitCode, stdout } = await cli(dir, ['drill:hosts', ...PROCESS]);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^note {2}the drill does not apply: the algorithm does not support distributed training/);
    expect(readdirSync(join(dir, '.sm-algorithm'))).not.toContain('runs');
  });
});

describe('a local training job', () => {
  it('is stopped when its time is up, and what it has is kept', async () => {
    const dir = stepsProject();

    const { exitCode, stdout } = await cli(dir, ['local:train', ...PROCESS, '--json', '--max-runtime', '1']);

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'SMA_CLI_TRAINING_STOPPED' }, job: { status: 'Stopped', secondaryStatus: 'MaxRuntimeExceeded' } });
    expect(readdirSync(newestRun(dir))).toContain('model.tar.gz');
    expect(readdirSync(join(newestRun(dir), 'checkpoints'))).toEqual(['step.json']);
  });

  it('of several hosts is refused where the algorithm takes one only', async () => {
    const { exitCode, stderr } = await cli(fixtureProject(), ['local:train', ...PROCESS, '--hosts', '2']);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_USAGE {2}--hosts 2: the algorithm does not support distributed training/);
  });

  it.each([['--hosts', '0'], ['--hosts', '33'], ['--max-runtime', '0'], ['--max-runtime', '1.5'], ['--max-runtime', '2419201']])('takes no %s %s', async (option, value) => {
    const { exitCode, stderr } = await cli(fixtureProject(), ['local:train', option, value]);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/it is a whole number/);
  });
});

describe.runIf(process.platform === 'linux')('a local training job of several hosts', () => {
  it('has lines with the names of hosts, one model, and says what is not checked', async () => {
    const dir = stepsProject();

    const { exitCode, stdout, stderr } = await cli(dir, ['local:train', ...PROCESS, '--hosts', '2', '--hyperparameter', 'mode=clash']);

    expect(exitCode, stderr).toBe(0);
    expect(readFileSync(join(newestRun(dir), 'training.log'), 'utf8')).toMatch(/^\[algo-2\] metric/m);
    expect(stderr).toMatch(/! model\.json of algo-2 is lost: algo-1 has another one of that name; SageMaker does not say which one it keeps/);
    expect(stdout).toMatch(/job +\S+ {2}Completed {2}.* {2}2 hosts\nclashes +model\.json of algo-2/);
    expect(stdout).toMatch(/the names of hosts: they are loopback addresses/);
  });

  it('leaves no process after Ctrl-C', async () => {
    const child = startCli(stepsProject(), ['local:train', ...PROCESS, '--hosts', '2', '--hyperparameter', 'mode=deaf']);
    const pids = await Promise.all([/\[algo-1\] pid (\d+)/, /\[algo-2\] pid (\d+)/].map(async (pattern) => Number((await seen(child, pattern))[1])));

    child.kill('SIGINT');

    expect((await child.finished).exitCode).toBe(130);
    expect(pids.filter(lives)).toEqual([]);
  });
});
