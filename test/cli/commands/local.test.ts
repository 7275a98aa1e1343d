import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, lives } from '../support/cli';
import { FIXTURE_PLAN, fixtureProject } from '../support/fixture-project';

const PROCESS = ['local', '--engine', 'process'];
const set = (...pairs: string[]) => pairs.flatMap((pair) => ['--hyperparameter', pair]);
const newestRun = (dir: string) => join(dir, '.sm-algorithm/runs', readdirSync(join(dir, '.sm-algorithm/runs')).sort().at(-1)!);
const filesOutsideRuns = (dir: string) =>
  (readdirSync(dir, { recursive: true }) as string[]).filter((file) => !file.startsWith('.sm-algorithm/runs')).sort();

describe('local', () => {
  it('trains, packs, serves, invokes and reports', async () => {
    const dir = fixtureProject();

    const { exitCode, stdout, stderr } = await cli(dir, PROCESS);

    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^one\.json {2}200 {2}\d+ ms {2}1 prediction\n {4}\{"predictions":\[2\]\}\ntwo\.csv {2}200 {2}\d+ ms {2}2 predictions\n {4}2\n {4}2\n/);
    expect(stdout).toMatch(/engine +process\njob +mean-value-\S+ {2}Completed/);
    expect(stdout).toMatch(/metrics +validation:error = 0\.25\n/);
    expect(stdout).toMatch(/model +\d+ B, 2 files +\.sm-algorithm\/runs\/\S+\/model\.tar\.gz/);
    expect(stdout).toMatch(/not checked +the image/);
    expect(stderr).toMatch(/ {4}hosts algo-1\n/);
    for (const step of ['train', 'pack', 'serve', 'invoke', 'stop']) expect(stderr).toMatch(new RegExp(`^✔ ${step} .* ms$|^✔ ${step} .* s$`, 'm'));
    expect(readFileSync(join(newestRun(dir), 'predictions/two.csv.out'), 'utf8')).toBe('2\n2\n');
    expect(stderr).not.toContain('\u001b[');
  });

  it('prints one JSON document with --json', async () => {
    const dir = fixtureProject();

    const { exitCode, stdout } = await cli(dir, [...PROCESS, '--json', ...set('offset=1')]);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      engine: 'process',
      job: { status: 'Completed', metrics: { 'validation:error': 0.25 }, missingMetrics: [] },
      model: { files: 2 },
      payloads: [
        { payload: 'one.json', contentType: 'application/json', accept: 'application/json', status: 200, predictions: 1 },
        { payload: 'two.csv', contentType: 'text/csv', accept: 'text/csv', status: 200, predictions: 2 },
      ],
    });
  });

  it('takes the hyperparameters file, lets the command line override it and passes texts on', async () => {
    const dir = fixtureProject({ files: { 'test/hyperparameters.json': '{"offset": 3, "criterion": "gini"}' } });

    const { exitCode } = await cli(dir, [...PROCESS, ...set('offset=10'), '--payload', 'test/payloads/two.csv']);

    expect(exitCode).toBe(0);
    expect(JSON.parse(readFileSync(join(newestRun(dir), 'input/config/hyperparameters.json'), 'utf8'))).toEqual({ offset: '10', criterion: 'gini' });
    expect(readdirSync(join(newestRun(dir), 'predictions'))).toEqual(['two.csv.out']);
  });

  it('gives the programs only the documented environment, and no file outside the run folder appears', async () => {
    const dir = fixtureProject();
    const before = filesOutsideRuns(dir);

    const env = { AWS_SECRET_ACCESS_KEY: 'secret', AWS_PROFILE: 'p', NODE_OPTIONS: '--no-warnings', FOREIGN: '1' };
    const { stderr } = await cli(dir, [...PROCESS, ...set('mode=report', 'serve=report')], { env });

    const seenEnv = JSON.parse(/env (\{.*\})/.exec(stderr)![1]) as Record<string, string>;
    expect(Object.keys(seenEnv).sort()).toEqual(
      ['AWS_REGION', 'HOME', 'PATH', 'SAGEMAKER_BASE_DIR', 'TMPDIR', 'TRAINING_JOB_ARN', 'TRAINING_JOB_NAME']);
    expect(seenEnv.TRAINING_JOB_ARN).toMatch(/^arn:aws:sagemaker:us-east-1:111122223333:training-job\/mean-value-/);
    const served = JSON.parse(readFileSync(join(newestRun(dir), 'predictions/two.csv.out'), 'utf8')) as { env: object; headers: object };
    expect(Object.keys(served.env).sort()).toEqual(['AWS_REGION', 'HOME', 'PATH', 'SAGEMAKER_BASE_DIR', 'SAGEMAKER_BIND_TO_PORT', 'TMPDIR']);
    expect(Object.keys(served.headers).sort()).toEqual(['accept', 'connection', 'content-length', 'content-type', 'host', 'x-amzn-sagemaker-decoy']);
    expect(filesOutsideRuns(dir)).toEqual(before);
  });

  it('can be removed afterwards: nothing read-only is left', async () => {
    const dir = fixtureProject();

    await cli(dir, PROCESS);

    const run = newestRun(dir);
    for (const entry of readdirSync(run, { recursive: true }) as string[]) {
      expect(statSync(join(run, entry)).mode & 0o200, entry).toBe(0o200);
    }
  });

  it('warns of a metric that is never seen', async () => {
    const { exitCode, stderr } = await cli(fixtureProject(), [...PROCESS, ...set('mode=no-metric')]);

    expect(exitCode).toBe(0);
    expect(stderr).toContain('declared and never seen in the log: validation:error');
  });

  it('ends what the training program left running, as the end of a container does', async () => {
    const { exitCode, stderr } = await cli(fixtureProject(), [...PROCESS, ...set('mode=orphan')]);

    expect(exitCode).toBe(0);
    expect(lives(Number(/orphan (\d+)/.exec(stderr)![1]))).toBe(false);
  });

  it('packs output data as SageMaker does', async () => {
    const dir = fixtureProject();

    await cli(dir, [...PROCESS, ...set('mode=output')]);

    expect(readdirSync(newestRun(dir))).toContain('output.tar.gz');
  });
});

describe('local, when training fails,', () => {
  it('shows the failure reason cut as SageMaker cuts it, the exit code and the log', async () => {
    const { exitCode, stdout } = await cli(fixtureProject(), [...PROCESS, '--json', ...set('mode=fail')]);

    interface Failed { ok: boolean; job: { failureReason: string }; error: { code: string; what: string; details: string[] } }
    const { error, job, ok } = JSON.parse(stdout) as Failed;
    expect(exitCode).toBe(1);
    expect(ok).toBe(false);
    expect(error.code).toBe('SMA_CLI_TRAINING_FAILED');
    expect(error.what).toMatch(/exit code 1/);
    expect(job).toMatchObject({ status: 'Failed', exitCode: 1 });
    expect(job.failureReason).toHaveLength(1024);
    expect(error.details.join('\n')).toMatch(/FailureReason: the data is bad x+\nlast 2 lines of the log:\n {2}hosts algo-1/);
  });

  it.each([
    ['fail-silently', /exit code 3[^]*FailureReason: none, the program wrote no failure file/],
    ['oom', /SIGKILL: killed from outside/],
  ])('explains mode %s', async (mode, text) => {
    const { exitCode, stderr } = await cli(fixtureProject(), [...PROCESS, ...set(`mode=${mode}`)]);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(text);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it.each([['empty', 'left no file in the model folder'], ['link', 'neither file nor folder']])('refuses a model folder that is %s', async (mode, text) => {
    const { exitCode, stderr } = await cli(fixtureProject(), [...PROCESS, ...set(`mode=${mode}`)]);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('SMA_CLI_MODEL');
    expect(stderr).toContain(text);
  });

  it('says before the run, and again at a syntax error, that the machine\'s Node is older than the image\'s', async () => {
    const images = FIXTURE_PLAN.images.map((image) => ({ ...image, nodeMajor: 99 }));

    const { stderr } = await cli(fixtureProject({ plan: { images } }), [...PROCESS, ...set('mode=syntax')]);

    expect(stderr).toMatch(/^i this machine runs Node \d+ and the "train" program is made for Node 99/m);
    expect(stderr).toMatch(/why: this machine runs Node \d+/);
  });
});

describe('local, when serving fails,', () => {
  it('notices a dead server at once and shows its last lines', async () => {
    const { exitCode, stderr } = await cli(fixtureProject(), [...PROCESS, ...set('serve=die')]);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_SERVER {2}the server ended by itself; exit code 7[^]*the model is of another version/);
  });

  it('reports a refused payload as the caller would see it, and fails', async () => {
    const { exitCode, stderr, stdout } = await cli(fixtureProject(), [...PROCESS, ...set('serve=refuse')]);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/payloads +one\.json {2}400/);
    expect(stderr).toMatch(/SMA_CLI_INVOCATION {2}2 payloads of 2 got no prediction/);
    expect(stderr).toContain('424 ModelError, OriginalStatusCode 400): bad record 1');
  });

  it('notices a server that dies while it answers', async () => {
    const { exitCode, stderr } = await cli(fixtureProject(), [...PROCESS, ...set('serve=die-on-request')]);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_(SERVER|INVOCATION)/);
  });
});

describe('local refuses before anything runs', () => {
  const { algorithm } = FIXTURE_PLAN;
  it.each<[string, Parameters<typeof fixtureProject>[0], string[], RegExp]>([
    ['unknown hyperparameters', {}, set('depth=1', 'criterion=mse'), /SMA_CLI_HYPERPARAMETERS[^]*depth is not[^]*criterion is "mse"/],
    ['a hyperparameters file that is no object', { files: { 'test/hyperparameters.json': '[1]' } }, [], /SMA_CLI_HYPERPARAMETERS {2}test\/hyperparameters\.json is not a JSON object/],
    ['a hyperparameters file that is no JSON', { files: { 'test/hyperparameters.json': '{' } }, [], /SMA_CLI_HYPERPARAMETERS {2}test\/hyperparameters\.json is not JSON/],
    ['a hyperparameter without a value', {}, set('offset'), /SMA_CLI_USAGE/],
    ['a required channel without data', { plan: { local: { ...FIXTURE_PLAN.local, dataDir: 'nowhere' } } }, [], /SMA_CLI_CHANNELS[^]*training is required and nowhere\/training holds no file/],
    ['a payload folder without payloads', { plan: { local: { ...FIXTURE_PLAN.local, payloadDir: 'nowhere' } } }, [], /SMA_CLI_PAYLOAD {2}nowhere holds no sample request/],
    ['a payload that does not exist', {}, ['--payload', 'gone.csv'], /SMA_CLI_PAYLOAD {2}gone\.csv cannot be read/],
    ['a payload of unknown type', { files: { 'x.foo': '' } }, ['--payload', 'x.foo'], /SMA_CLI_PAYLOAD[^]*known are \.csv/],
    ['a plan of another version', { plan: { planVersion: 99 as 1, algorithm } }, [], /SMA_CLI_PLAN_UNREADABLE[^]*version 99[^]*fix: run "npx projen"/],
    ['a plan that is no JSON', { files: { '.sm-algorithm/plan.json': '{' } }, [], /SMA_CLI_PLAN_UNREADABLE[^]*not JSON/],
    ['docker where there is none', {}, ['--engine', 'docker'], /SMA_CLI_ENGINE {2}the program "no-docker" is not installed/],
  ])('%s', async (_, project, args, message) => {
    const dir = fixtureProject(project);

    const { exitCode, stderr, stdout } = await cli(dir, [...PROCESS, ...args], { env: { SM_ALGORITHM_DOCKER: 'no-docker' } });

    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^ {2}fix: /m);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(readdirSync(join(dir, '.sm-algorithm')).includes('runs') && readdirSync(newestRun(dir)).length > 0).toBe(false);
  });

  it('a missing plan and a missing bundle, each with the command that makes it', async () => {
    const dir = fixtureProject();
    const noBundle = FIXTURE_PLAN.images.map((image) => ({ ...image, programs: image.programs.map((program) => ({ ...program, bundle: 'gone.js' })) }));

    const noPlan = await cli(join(dir, 'test'), PROCESS);
    const unbundled = await cli(fixtureProject({ plan: { images: noBundle } }), PROCESS);

    expect(noPlan.stderr).toMatch(/SMA_CLI_PLAN_MISSING[^]*fix: run "npx projen"/);
    expect(unbundled.stderr).toMatch(/SMA_CLI_BUNDLE_MISSING {2}gone\.js does not exist[^]*fix: run "npx projen bundle"/);
    expect([noPlan.exitCode, unbundled.exitCode]).toEqual([1, 1]);
  });

  it('a request larger than SageMaker takes', async () => {
    const dir = fixtureProject();
    writeFileSync(join(dir, 'big.csv'), Buffer.alloc(26 * 1024 * 1024));

    const { exitCode, stderr } = await cli(dir, [...PROCESS, '--payload', 'big.csv']);

    expect(stderr).toMatch(/SMA_CLI_PAYLOAD {2}big\.csv has 27\.3 MB/);
    expect(exitCode).toBe(1);
  });
});

describe('local --engine auto', () => {
  it('says why it runs without containers', async () => {
    const { exitCode, stderr, stdout } = await cli(fixtureProject(), ['local'], { env: { SM_ALGORITHM_DOCKER: 'no-docker' } });

    expect(exitCode).toBe(0);
    expect(stderr).toContain('runs without containers: the program "no-docker" is not installed.');
    expect(stdout).toMatch(/engine +process/);
  });
});
