import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CliResult, cli, seen, startCli } from '../support/cli';
import { fixtureProject, type FixtureOptions, FIXTURE_PLAN } from '../support/fixture-project';
import { type Answer, arnOf, CREATED, CREDENTIALS, described, describedNow, SECRET, sageMakerEndpoint, type Script, SESSION_TOKEN } from '../support/sagemaker-endpoint';

const NO_DOCKER = { SM_ALGORITHM_DOCKER: 'no-docker' };
const CREATE = ['algorithm:create'];

/** Runs a command against a SageMaker of its own; no secret may ever be written. */
async function call(script: Script, args: readonly string[], env: Record<string, string> = {}, options?: FixtureOptions) {
  const endpoint = await sageMakerEndpoint(script);
  const result = await cli(fixtureProject(options), args, { env: { ...NO_DOCKER, ...endpoint.env, ...env } });
  for (const secret of [SECRET, SESSION_TOKEN]) expect(result.stdout + result.stderr).not.toContain(secret);
  return { ...result, calls: endpoint.calls };
}
const refusal = (error: string, message: string, status?: number): Script =>
  ({ CreateAlgorithm: [{ error, message, status }], DescribeAlgorithm: [{ error, message, status }] });
const errorOf = ({ stdout }: CliResult) =>
  JSON.parse(stdout) as { error: { code: string; what: string; why?: string; fix: string; details: string[] } };

describe('algorithm:create', () => {
  it('says what it is about, makes the algorithm, and with --no-wait leaves it there', async () => {
    const { exitCode, stdout, stderr, calls } = await call({ CreateAlgorithm: [CREATED] }, [...CREATE, '--no-wait', '--name', 'mean-2']);

    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe(arnOf('mean-value'));
    expect(stderr.split('\n').slice(0, 3)).toEqual([
      'i algorithm mean-2, account 111122223333, Region us-east-1',
      'i image training  111122223333.dkr.ecr.us-east-1.amazonaws.com/sma-test-training:1.2.3  by tag',
      'i image inference  111122223333.dkr.ecr.us-east-1.amazonaws.com/sma-test-inference:1.2.3  by tag',
    ]);
    expect(stderr).toContain('algorithm:status --wait --name mean-2');
    expect(stderr).not.toContain('Warning');
    expect(calls).toHaveLength(1);
    expect(calls[0].body).toMatchObject({ AlgorithmName: 'mean-2', TrainingSpecification: { TrainingChannels: [{ Name: 'training' }, { Name: 'validation' }] } });
    expect(calls[0].headers).toMatchObject({ 'content-type': 'application/x-amz-json-1.1', 'authorization': expect.stringMatching(/AKIDFAKE\/\d{8}\/us-east-1\/sagemaker\/aws4_request/) });
  });

  it('with --dry-run prints a call that a shell understands, and asks nobody', async () => {
    const { exitCode, stdout, stderr, calls } = await call({}, [...CREATE, '--dry-run', '--profile', "it's"]);
    // `aws` is a function that shows what it gets.
    const shown = execFileSync('bash', ['-c', `aws() { printf '%s\\n' "$@"; cat; }\n${stdout}`], { encoding: 'utf8' });
    const [args, request] = shown.split('file:///dev/stdin\n');

    expect([exitCode, calls.length]).toEqual([0, 0]);
    expect(args.trim().split('\n')).toEqual(['sagemaker', 'create-algorithm', '--region', 'us-east-1', '--profile', "it's", '--cli-input-json']);
    expect(JSON.parse(request)).toMatchObject({ AlgorithmName: 'mean-value', InferenceSpecification: { Containers: [{ Image: expect.stringContaining('sma-test-inference:1.2.3') }] } });
    expect(stderr).toContain('account 111122223333');
  });

  it('has a document for --dry-run', async () => {
    const { stdout } = await call({}, [...CREATE, '--dry-run', '--json']);

    expect(JSON.parse(stdout)).toMatchObject({ ok: true, dryRun: true, command: expect.arrayContaining(['create-algorithm']), request: { AlgorithmName: 'mean-value' } });
  });

  it('refuses before anything is sent, with every problem at once', async () => {
    const [channel] = FIXTURE_PLAN.algorithm.training.channels;
    const training = { ...FIXTURE_PLAN.algorithm.training, channels: [channel, channel] };
    const plan = { algorithm: { ...FIXTURE_PLAN.algorithm, training }, ecr: { region: 'us-east-1' } };

    const { exitCode, stderr, calls } = await call({ CreateAlgorithm: [CREATED] }, [...CREATE, '--name', 'not a name'], {}, { plan });

    expect([exitCode, calls.length]).toEqual([1, 0]);
    expect(stderr).toMatch(/SMA_CLI_CHECKS[^]*nothing was sent[^]*ACCOUNT \(ecrAccountId or --account\)[^]*R93[^]*not a name[^]*R95[^]*fix: /);
  });

  it.each<[string, Script, string, RegExp]>([
    ['a name that is taken', refusal('ConflictException', 'exists'), 'SMA_CLI_AWS_NAME', /"mean-value" exists already in us-east-1/],
    ['a right that is missing', refusal('AccessDeniedException', 'User: arn:aws:iam::1:user/x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/v'), 'SMA_CLI_AWS_ACCESS', /may not do iam:PassRole/],
    ['a token that has expired', refusal('ExpiredTokenException', 'The security token included in the request is expired'), 'SMA_CLI_AWS_CREDENTIALS', /have expired/],
    ['a signature that is wrong', refusal('InvalidSignatureException', `calculated:\nx-amz-security-token:${SESSION_TOKEN}`, 403), 'SMA_CLI_AWS_CREDENTIALS', /signature is wrong/],
    ['a request that is not valid', refusal('ValidationException', "Value 'x' at 'trainingSpecification.trainingImage' failed to satisfy constraint"), 'SMA_CLI_AWS_REFUSED', /trainingImage/],
  ])('tells of %s', async (_, script, code, what) => {
    const result = await call(script, [...CREATE, '--json']);

    expect(result.exitCode).toBe(1);
    expect(errorOf(result).error).toMatchObject({ code, what: expect.stringMatching(what) });
    expect(result.calls).toHaveLength(1);
  });

  it('tries again when it is throttled, and tells when that does not help', async () => {
    const throttled: Answer = { error: 'ThrottlingException', message: 'Rate exceeded' };

    const once = await call({ CreateAlgorithm: [throttled, CREATED] }, [...CREATE, '--no-wait']);
    const always = await call({ CreateAlgorithm: [throttled] }, [...CREATE, '--json']);

    expect([once.exitCode, once.calls.length]).toEqual([0, 2]);
    expect(errorOf(always).error).toMatchObject({ code: 'SMA_CLI_AWS_UNREACHABLE', what: expect.stringContaining('4 attempts') });
  });

  it('tells that there are no credentials, and that nobody answers', async () => {
    const none = await call({}, [...CREATE, '--json'], { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
    const nobody = await cli(fixtureProject(), [...CREATE, '--json'], { env: { ...NO_DOCKER, ...CREDENTIALS, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } });

    expect(errorOf(none).error).toMatchObject({ code: 'SMA_CLI_AWS_CREDENTIALS', what: expect.stringContaining('no AWS credentials') });
    expect(none.calls).toEqual([]);
    expect(errorOf(nobody).error).toMatchObject({ code: 'SMA_CLI_AWS_UNREACHABLE', what: expect.stringContaining('ECONNREFUSED'), why: expect.stringContaining('nothing is half done') });
  });

  it('does not say that nothing was made when the connection breaks in the middle', async () => {
    expect(errorOf(await call({ CreateAlgorithm: ['cut'] }, [...CREATE, '--json'])).error).toMatchObject({ code: 'SMA_CLI_AWS_UNREACHABLE', why: expect.stringContaining('may have been made all the same') });
  });

  it('follows what it has made itself when the answer was lost and the name is taken at the next attempt', async () => {
    const taken: Answer = { error: 'ConflictException', message: 'exists' };

    const own = await call({ CreateAlgorithm: ['cut', taken], DescribeAlgorithm: [describedNow('Completed')] }, [...CREATE, '--json']);
    const older = await call({ CreateAlgorithm: ['cut', taken], DescribeAlgorithm: [described('Completed')] }, [...CREATE, '--json']);
    const unknown = await call({ CreateAlgorithm: ['cut', taken], DescribeAlgorithm: [{ error: 'AccessDeniedException', message: 'no' }] }, [...CREATE, '--json']);

    expect(own.exitCode, own.stderr).toBe(0);
    expect(JSON.parse(own.stdout)).toMatchObject({ ok: true, arn: arnOf('mean-value'), status: 'Completed' });
    for (const result of [older, unknown]) {
      expect(errorOf(result).error).toMatchObject({
        code: 'SMA_CLI_AWS_NAME', what: expect.stringContaining('may have been made by this call'), fix: expect.stringContaining('algorithm:status --wait --name mean-value'),
      });
    }
  });

  it('works in the Region of the images, and stops where the session has another', async () => {
    const other = { AWS_REGION: 'eu-west-1' };
    const script = { CreateAlgorithm: [CREATED] };

    const refused = await call(script, [...CREATE, '--json'], other);
    const insisted = await call(script, [...CREATE, '--no-wait', '--region', 'us-east-1'], other);
    const same = await call(script, [...CREATE, '--no-wait'], { AWS_REGION: 'us-east-1' });

    expect(errorOf(refused).error).toMatchObject({ code: 'SMA_CLI_AWS_REGION', what: expect.stringMatching(/eu-west-1, the definition to us-east-1; nothing was sent/) });
    expect(refused.calls).toEqual([]);
    expect([insisted.exitCode, same.exitCode]).toEqual([0, 0]);
    expect(insisted.calls[0].headers.authorization).toContain('/us-east-1/sagemaker/');
  });

  it('stops at another Region of the environment with --dry-run, too, where nobody has credentials', async () => {
    const dryRun = [...CREATE, '--dry-run', '--json'];
    const none = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };

    const refused = await call({}, dryRun, none);
    const insisted = await call({}, [...dryRun, '--region', 'us-east-1'], none);

    expect(errorOf(refused).error).toMatchObject({ code: 'SMA_CLI_AWS_REGION', what: expect.stringContaining('eu-west-1') });
    expect([insisted.exitCode, insisted.calls]).toEqual([0, []]);
  });

  it('takes credentials and Region of a profile', async () => {
    const dir = fixtureProject();
    writeFileSync(join(dir, 'credentials'), '[seller]\naws_access_key_id = AKIDSELLER\naws_secret_access_key = x\n');
    writeFileSync(join(dir, 'config'), '[profile seller]\nregion = ap-south-1\n');
    const endpoint = await sageMakerEndpoint({ CreateAlgorithm: [CREATED] });
    const env = { ...NO_DOCKER, AWS_ENDPOINT_URL: endpoint.url, AWS_SHARED_CREDENTIALS_FILE: join(dir, 'credentials'), AWS_CONFIG_FILE: join(dir, 'config') };

    const refused = await cli(dir, [...CREATE, '--profile', 'seller', '--json'], { env });
    const made = await cli(dir, [...CREATE, '--profile', 'seller', '--no-wait', '--region', 'ap-south-1'], { env });

    expect(errorOf(refused).error.code).toBe('SMA_CLI_AWS_REGION');
    expect(made.exitCode, made.stderr).toBe(0);
    expect(endpoint.calls.map(({ headers }) => headers.authorization)).toEqual([expect.stringMatching(/AKIDSELLER\/\d+\/ap-south-1/)]);
  });

  it('stops following at Ctrl-C, and says that the algorithm goes on', async () => {
    const endpoint = await sageMakerEndpoint({ CreateAlgorithm: [CREATED], DescribeAlgorithm: [described('InProgress')] });
    const started = startCli(fixtureProject(), CREATE, { env: { ...NO_DOCKER, ...endpoint.env } });
    await seen(started, /algorithm {2}InProgress/);

    started.kill('SIGINT');

    const { exitCode, stderr } = await started.finished;
    expect(exitCode).toBe(130);
    expect(stderr.split('\n').slice(-2)).toEqual([
      'i no longer followed; "mean-value" goes on in AWS: "npx projen algorithm:status --wait --name mean-value" follows it again',
      'i interrupted by SIGINT',
    ]);
    expect(endpoint.calls.map(({ action }) => action)).toEqual(['CreateAlgorithm', 'DescribeAlgorithm']);
  });

  it('writes nothing into the project', async () => {
    const dir = fixtureProject();
    const endpoint = await sageMakerEndpoint({ CreateAlgorithm: [CREATED] });

    await cli(dir, [...CREATE, '--no-wait', '--name', 'other'], { env: { ...NO_DOCKER, ...endpoint.env } });

    expect(existsSync(join(dir, 'algorithm'))).toBe(false);
  });
});

describe('algorithm:status', () => {
  it('shows what AWS says, and is no failure while AWS is at it', async () => {
    const { exitCode, stdout, calls } = await call({ DescribeAlgorithm: [described('InProgress', { scans: [{ Name: 'training', Status: 'NotStarted' }] })] }, ['algorithm:status']);

    expect([exitCode, stdout]).toEqual([0, `mean-value  ${arnOf('mean-value')}\nalgorithm  InProgress\nimage scan training  NotStarted`]);
    expect(calls).toHaveLength(1);
  });

  it('is a failure when the algorithm is one', async () => {
    const failed = described('Failed', { validations: [{ Name: 'sample-data', Status: 'Failed', FailureReason: 'no model' }] });

    const result = await call({ DescribeAlgorithm: [failed] }, ['algorithm:status', '--json']);

    expect(result.exitCode).toBe(1);
    expect(JSON.parse(result.stdout)).toMatchObject({ ok: false, status: 'Failed', error: { code: 'SMA_CLI_ALGORITHM_FAILED', details: ['validation sample-data: no model'] } });
  });

  it('lets no text of AWS steer the terminal, and keeps its lines together', async () => {
    const reason = 'no model\u001b[2J\u001b]0;title\u0007\r\nsee the log\u009b1m';
    const script: Script = { DescribeAlgorithm: [described('Failed', { validations: [{ Name: 'sample-data', Status: 'Failed', FailureReason: reason }] })] };

    const { stdout, stderr } = await call(script, ['algorithm:status']);
    const refused = await call(refusal('ValidationException', 'bad \u001b[31mvalue'), ['algorithm:status']);

    expect(stdout).toMatch(/^validation sample-data {2}Failed: no model\n {4}see the log$/m);
    expect(stderr).toMatch(/^ {4}validation sample-data: no model\n {8}see the log$/m);
    // eslint-disable-next-line no-control-regex
    expect(stdout + stderr + refused.stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    expect(refused.stderr).toContain('bad value');
  });

  it('tells that there is none, and that no Region is known', async () => {
    const none = await call(refusal('ValidationException', 'Algorithm does not exist.'), ['algorithm:status', '--json']);
    const nowhere = await call({}, ['algorithm:status', '--json'], {}, { plan: { ecr: {} } });
    const somewhere = await call({ DescribeAlgorithm: [described('Completed')] }, ['algorithm:status', '--json'], { AWS_REGION: 'eu-west-3' }, { plan: { ecr: {} } });

    expect(errorOf(none).error).toMatchObject({ code: 'SMA_CLI_AWS_NAME', what: 'there is no algorithm "mean-value" in us-east-1 for this account.' });
    expect(errorOf(nowhere).error).toMatchObject({ code: 'SMA_CLI_AWS_REGION', fix: expect.stringContaining('--region') });
    expect(JSON.parse(somewhere.stdout)).toMatchObject({ ok: true, region: 'eu-west-3', status: 'Completed' });
  });
});
