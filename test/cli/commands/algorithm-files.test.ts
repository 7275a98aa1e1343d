import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AlgorithmPlan } from '../../../src/contract/plan';
import { cli } from '../support/cli';
import { FIXTURE_PLAN, fixtureProject } from '../support/fixture-project';
import { VALIDATION, withValidation } from '../support/validation-plan';

const HOST = '111122223333.dkr.ecr.us-east-1.amazonaws.com';
const DIGEST = `sha256:${'c'.repeat(64)}`;
const REQUEST = 'algorithm/create-algorithm.json';
const LOCK = 'algorithm/images.lock.json';
const lock = (tag: string) => JSON.stringify({ lockVersion: 1, images: { training: { repository: `${HOST}/sma-test-training`, tag, digest: DIGEST } } });
const request = (dir: string) => JSON.parse(readFileSync(join(dir, REQUEST), 'utf8')) as Record<string, any>;
const filesOf = (dir: string) => (readdirSync(dir, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1)).sort();

describe('algorithm:spec', () => {
  it('writes the request and shows what it says', async () => {
    const dir = fixtureProject({ plan: withValidation() });

    const { exitCode, stdout, stderr } = await cli(dir, ['algorithm:spec']);

    expect(exitCode, stderr).toBe(0);
    expect(stderr).toBe(`i ${REQUEST} written`);
    expect(request(dir)).toMatchObject({ AlgorithmName: 'mean-value', TrainingSpecification: { TrainingImage: `${HOST}/sma-test-training:1.2.3` } });
    expect(stdout.split('\n')).toEqual([
      'algorithm        mean-value',
      `image            training  ${HOST}/sma-test-training:1.2.3  by tag`,
      `image            inference  ${HOST}/sma-test-inference:1.2.3  by tag`,
      'channels         training, validation (optional)',
      'hyperparameters  4',
      'metrics          1, 1 of them for tuning',
      'distributed      no',
      'takes → gives    text/csv, application/json → text/csv, application/json',
      'instances        1 type to train, 1 to transform, 1 in real time',
      'Marketplace      not certified',
      'validation       "sample-data": trains on 1 × ml.m5.xlarge for at most 1800 s, transforms on 1 × ml.m5.xlarge',
      `request          ${REQUEST}`,
      '',
      'data set of the validation, after "npx projen algorithm:data":',
      '  aws s3 sync .sm-algorithm/validation/acme-us/mean/training/ s3://acme-us/mean/training/',
      '  aws s3 sync .sm-algorithm/validation/acme-us/mean/transform/ s3://acme-us/mean/transform/',
    ]);
  });

  it('writes in one piece, read-only, and only when something changed', async () => {
    const dir = fixtureProject();
    const state = () => { const { mode, mtimeMs, ino } = statSync(join(dir, REQUEST)); return { mode: mode & 0o777, mtimeMs, ino }; };

    await cli(dir, ['algorithm:spec']);
    const first = state();
    const again = await cli(dir, ['algorithm:spec']);
    const second = state();
    await cli(dir, ['algorithm:spec', '--image-version', '2.0.0']);

    expect(first.mode).toBe(0o444);
    expect(again.stderr).toBe(`i ${REQUEST} is up to date`);
    expect(second).toEqual(first);
    expect(state()).toMatchObject({ mode: 0o444 });
    expect(request(dir).TrainingSpecification.TrainingImage).toMatch(/:2\.0\.0$/);
    expect(readdirSync(join(dir, 'algorithm'))).toEqual(['create-algorithm.json']);
  });

  it('prints the request alone with --json', async () => {
    const dir = fixtureProject();

    const { stdout } = await cli(dir, ['algorithm:spec', '--json']);

    expect(JSON.parse(stdout)).toEqual(request(dir));
  });

  it('names an image by the digest that a push recorded under that very name', async () => {
    const dir = fixtureProject({ files: { [LOCK]: lock('1.2.3') } });

    await cli(dir, ['algorithm:spec']);
    const pushed = request(dir).TrainingSpecification;
    const { stdout } = await cli(dir, ['algorithm:spec', '--region', 'eu-west-1']);

    expect(pushed).toMatchObject({ TrainingImage: `${HOST}/sma-test-training@${DIGEST}`, TrainingImageDigest: DIGEST });
    expect(stdout).toMatch(/training:1\.2\.3 {2}by tag; algorithm\/images\.lock\.json knows/);
    expect(request(dir).TrainingSpecification.TrainingImageDigest).toBeUndefined();
  });

  it('says which placeholders are left, and takes the version from a git tag', async () => {
    const { version: _, ...algorithm } = FIXTURE_PLAN.algorithm;
    const dir = fixtureProject({ plan: { algorithm, ecr: {} } });

    const none = await cli(dir, ['algorithm:spec']);
    execFileSync('sh', ['-c', 'git init -q && git add . && git -c user.name=t -c user.email=t@e.com commit -qm x && git tag v4.5.6'], { cwd: dir });
    const tagged = await cli(dir, ['algorithm:spec', '--account', '123456789012']);

    expect(none).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('ACCOUNT (ecrAccountId or --account); REGION (ecrRegion or --region); VERSION (algorithmVersion') });
    expect(tagged.stdout).toContain('123456789012.dkr.ecr.REGION.amazonaws.com/sma-test-training:4.5.6');
  });

  it('refuses names that cannot be, and a lock that it cannot read, and writes nothing', async () => {
    const wrong = fixtureProject();
    const unreadable = fixtureProject({ files: { [LOCK]: '{}' } });

    const names = await cli(wrong, ['algorithm:spec', '--account', '12', '--region', 'mars']);
    const badLock = await cli(unreadable, ['algorithm:spec']);

    expect(names).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/SMA_CLI_ECR[^]*"12" is not 12 digits[^]*"mars"/) });
    expect(badLock).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/SMA_CLI_IMAGES_LOCK {2}algorithm\/images\.lock\.json has lock version undefined/) });
    expect(existsSync(join(wrong, REQUEST)) || existsSync(join(unreadable, REQUEST))).toBe(false);
  });
});

describe('algorithm:data', () => {
  const changed = (transform: Partial<NonNullable<typeof VALIDATION.transform>>): Partial<AlgorithmPlan> =>
    withValidation({ ...VALIDATION, transform: { ...VALIDATION.transform!, ...transform } });

  it('lays out the files of local runs as the profile names them, and prints the uploads', async () => {
    const dir = fixtureProject({ plan: withValidation(), files: { 'test/data/training/sub/b.csv': '4\n', 'test/data/training/.gitkeep': '', '.sm-algorithm/validation/old.csv': 'old' } });
    mkdirSync(join(dir, 'elsewhere'));
    writeFileSync(join(dir, 'elsewhere/linked.csv'), '9\n');
    symlinkSync(join(dir, 'elsewhere/linked.csv'), join(dir, 'test/data/training/linked.csv'));

    const { exitCode, stdout, stderr } = await cli(dir, ['algorithm:data']);

    expect(exitCode, stderr).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'aws s3 sync .sm-algorithm/validation/acme-us/mean/training/ s3://acme-us/mean/training/',
      'aws s3 sync .sm-algorithm/validation/acme-us/mean/transform/ s3://acme-us/mean/transform/',
    ]);
    const folder = join(dir, '.sm-algorithm/validation');
    expect(filesOf(folder)).toEqual(['a.csv', 'linked.csv', 'sub.csv', 'sub/b.csv'].map((name) => `acme-us/mean/training/${name}`).concat('acme-us/mean/transform/two.csv'));
    expect(readFileSync(join(folder, 'acme-us/mean/transform/two.csv'), 'utf8')).toBe('5\n6\n');
    expect(stderr).toContain('channel "training": 4 files');
  });

  it('has a document with --json', async () => {
    const { stdout } = await cli(fixtureProject({ plan: withValidation() }), ['algorithm:data', '--json']);

    expect(JSON.parse(stdout)).toMatchObject({ ok: true, locations: [{ channel: 'training', files: ['a.csv', 'sub.csv'], size: 6 }, { files: ['two.csv'], command: expect.stringContaining('aws s3 sync') }] });
  });

  it('tells every problem at once and writes nothing', async () => {
    const channels = [...VALIDATION.training.channels, { ...VALIDATION.training.channels[0], name: 'validation', s3Uri: 's3://acme-us/mean/validation/' }];
    const plan = withValidation({ ...VALIDATION, training: { ...VALIDATION.training, channels }, transform: { ...VALIDATION.transform!, contentType: 'application/x-npy' } });
    const dir = fixtureProject({ plan });

    const { exitCode, stderr } = await cli(dir, ['algorithm:data']);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_VALIDATION_DATA[^]*channel "validation" is in the profile and test\/data\/validation holds no file[^]*takes application\/x-npy and test\/payloads holds no file of that type/);
    expect(existsSync(join(dir, '.sm-algorithm/validation'))).toBe(false);
  });

  it('measures whole files, or the lines where the job splits them', async () => {
    const line = `${'1'.repeat(600_000)}\n`;
    const files = { 'test/payloads/many.csv': line.repeat(3), 'test/payloads/wide.csv': `1\n${'2'.repeat(1_100_000)}` };

    const whole = await cli(fixtureProject({ plan: changed({ splitType: 'None', maxPayloadMb: 1 }), files }), ['algorithm:data']);
    const lines = await cli(fixtureProject({ plan: changed({ maxPayloadMb: 1 }), files }), ['algorithm:data']);
    const unlimited = await cli(fixtureProject({ plan: changed({ maxPayloadMb: 0 }), files }), ['algorithm:data']);

    expect(whole.stderr).toMatch(/many\.csv has 1\.8 MB; it is sent whole[^]*wide\.csv has 1\.1 MB; it is sent whole/);
    expect(lines.stderr).toMatch(/wide\.csv has 1\.1 MB in line 2, which is one record/);
    expect(lines.stderr).not.toContain('many.csv');
    expect(unlimited.exitCode).toBe(0);
  });
});
