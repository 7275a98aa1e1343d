import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newestRun, transformed } from '../support/batch-project';
import { cli, lives, seen, startCli } from '../support/cli';
import { fixtureProject, type FixtureOptions } from '../support/fixture-project';
import { sampleProject } from '../support/sample-project';
import { VALIDATION, withValidation } from '../support/validation-plan';

const REHEARSE = ['local:rehearse', '--engine', 'process'];
type Parts = { training?: Partial<typeof VALIDATION.training>; transform?: Partial<NonNullable<typeof VALIDATION.transform>> };

const project = ({ training, transform }: Parts = {}, files?: FixtureOptions['files']) => fixtureProject({
  plan: withValidation({
    ...VALIDATION,
    training: { ...VALIDATION.training, ...training },
    transform: { ...VALIDATION.transform!, ...transform },
  }),
  files,
});
const hyperparameters = (values: Record<string, string>): Parts => ({ training: { hyperparameters: values } });
function steps(dir: string): string[] {
  const record = JSON.parse(readFileSync(join(newestRun(dir), 'rehearsal.json'), 'utf8')) as { steps: Array<{ name: string; status: string }> };
  return record.steps.map(({ name, status }) => `${name}: ${status}`);
}

describe('local:rehearse', () => {
  it('trains and transforms as the profile says, and tells what each step stands for', async () => {
    const dir = project(hyperparameters({ offset: '2' }));

    const { exitCode, stdout, stderr } = await cli(dir, REHEARSE);

    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/validation +data +Completed {2}\S+ ms +the S3 locations of the profile hold data: InputDataConfig, TransformInput\n/);
    expect(stdout).toMatch(/ training job +Completed .* ValidationProfiles\[0\]\.TrainingJobDefinition ends as Completed, and leaves a model\n/);
    expect(stdout).toMatch(/ transform job +Completed .* ValidationProfiles\[0\]\.TransformJobDefinition ends as Completed on that model/);
    expect(stdout).toMatch(/not checked[^]*the scan of the images, S3, and the rights of the validation role/);
    const input = (name: string) => JSON.parse(readFileSync(join(newestRun(dir), 'input/config', name), 'utf8')) as unknown;
    expect(input('hyperparameters.json')).toEqual({ offset: '2' });
    expect(input('inputdataconfig.json')).toEqual({
      training: { ContentType: 'text/csv', TrainingInputMode: 'File', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' },
    });
    expect(transformed(dir)).toMatchObject({
      outputs: { 'two.csv.out': expect.stringMatching(/^\d\n\d\n$/) as string },
      record: { status: 'Completed', request: { splitType: 'Line', assembleWith: 'Line', maxConcurrentTransforms: 1, maxPayloadInMb: 6, contentType: 'text/csv' } },
    });
    expect(steps(dir)).toEqual(['data: Completed', 'training job: Completed', 'transform job: Completed']);
    expect(existsSync(join(dir, '.sm-algorithm/validation'))).toBe(false);
  });

  it('prints one document', async () => {
    const { stdout } = await cli(project(), [...REHEARSE, '--json']);

    expect(JSON.parse(stdout)).toMatchObject({
      ok: true, profile: 'sample-data', job: { status: 'Completed' }, transform: { status: 'Completed' },
      steps: [{ name: 'data', status: 'Completed' }, { name: 'training job' }, { name: 'transform job', status: 'Completed' }],
    });
  });

  it('only trains where the profile has no transform job, and says so', async () => {
    const dir = fixtureProject({ plan: withValidation({ ...VALIDATION, transform: undefined }) });

    const { exitCode, stdout } = await cli(dir, REHEARSE);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('a transform job: the profile has none, so AWS only trains');
    expect(steps(dir)).toEqual(['data: Completed', 'training job: Completed']);
  });

  it('trains on as many hosts as the profile says, and says which instances of the transform job it does without', async () => {
    const dir = project({ training: { instanceCount: 2 }, transform: { instanceCount: 3 } });

    const { exitCode, stdout, stderr } = await cli(dir, REHEARSE);

    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/hosts \S+\.1,\S+\.2/);
    expect(stdout).toContain('the 3 instances of the transform job');
    expect(stdout).not.toContain('instances of the training job');
  });
});

/** A channel of the profile that differs from the usual one. */
const withChannel = (training: typeof VALIDATION.training, channel: Partial<(typeof VALIDATION.training.channels)[number]>): Parts =>
  ({ training: { ...training, channels: [{ ...training.channels[0], ...channel }] } });

describe('local:rehearse of samples/streaming-linear', () => {
  const { training } = VALIDATION;
  const settings = { ...training, hyperparameters: { epochs: '2' } };
  const rehearsed = async (parts: Parts, files: Record<string, string> = {}) => {
    const dir = await sampleProject('streaming-linear', {}, withValidation({ ...VALIDATION, ...parts.training && { training: { ...training, ...parts.training } }, transform: undefined }));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(dir, path), text);
    const { exitCode, stderr } = await cli(dir, REHEARSE);
    const input = join(newestRun(dir), 'input');
    const config = (name: string) => JSON.parse(readFileSync(join(input, 'config', name), 'utf8')) as Record<string, unknown>;
    return { exitCode, stderr, input, config };
  };

  it('streams where the profile says Pipe mode, in frames where it says RecordIO, in another order where it has a seed', async () => {
    const { exitCode, stderr, config, input } = await rehearsed(withChannel({ ...settings, inputMode: 'Pipe' }, { recordWrapperType: 'RecordIO', shuffleSeed: 3 }));

    expect(exitCode, stderr).toBe(0);
    expect(config('inputdataconfig.json')).toMatchObject({ training: { TrainingInputMode: 'Pipe', RecordWrapperType: 'RecordIO' } });
    expect(existsSync(join(input, 'data/training'))).toBe(false);
  });

  it('trains on what a manifest of the sample data names', async () => {
    const { exitCode, stderr, input } = await rehearsed(
      withChannel(settings, { s3DataType: 'ManifestFile', s3Uri: 's3://acme-us/mean/some.manifest' }),
      { 'sample/data/training/some.manifest': JSON.stringify([{ prefix: 's3://acme-us/mean/' }, 'district-4.csv']) },
    );

    expect(exitCode, stderr).toBe(0);
    expect(readdirSync(join(input, 'data/training'))).toEqual(['district-4.csv']);
  });

  it('says which manifest is missing in the sample data', async () => {
    const { exitCode, stderr } = await rehearsed(withChannel(settings, { s3DataType: 'ManifestFile', s3Uri: 's3://acme-us/mean/some.manifest' }));

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_CHANNELS[^]*training: sample\/data\/training\/some\.manifest cannot be read \(ENOENT\)/);
  });
});

describe('local:rehearse ends with exit code 1', () => {
  it.each<[string, Parts, string, string[], RegExp]>([
    ['when training fails', hyperparameters({ mode: 'fail' }), 'SMA_CLI_TRAINING_FAILED', ['data: Completed', 'training job: Failed', 'transform job: NotStarted'], /training job +Failed[^]*transform job +NotStarted/],
    ['when training takes longer than the profile allows', { training: { hyperparameters: { mode: 'chatter' }, maxRuntimeSeconds: 1 } }, 'SMA_CLI_TRAINING_STOPPED', ['data: Completed', 'training job: Failed', 'transform job: NotStarted'], /training job +Failed/],
    ['when the server dies', hyperparameters({ serve: 'die' }), 'SMA_CLI_SERVER', ['data: Completed', 'training job: Completed', 'transform job: Failed'], /transform job +Failed/],
    ['when a request is refused', hyperparameters({ serve: 'refuse' }), 'SMA_CLI_TRANSFORM_FAILED', ['data: Completed', 'training job: Completed', 'transform job: Failed'], /transform job +Failed/],
    ['when there is nothing to transform', { transform: { contentType: 'image/png' } }, 'SMA_CLI_VALIDATION_DATA', ['data: Failed', 'training job: NotStarted', 'transform job: NotStarted'], /data +Failed/],
  ])('%s, and the step says it', async (_, parts, code, expected, table) => {
    const dir = project(parts);

    const { exitCode, stdout, stderr } = await cli(dir, REHEARSE);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${code}  `);
    expect(stdout).toMatch(table);
    expect(steps(dir)).toEqual(expected);
  });

  it.each<[string, () => string, RegExp]>([
    ['without a profile', () => fixtureProject(), /SMA_CLI_REHEARSAL {2}the definition has no validation profile/],
    ['with hyperparameters that the algorithm refuses', () => project(hyperparameters({ offset: '99', depth: '1' })), /SMA_CLI_HYPERPARAMETERS[^]*depth is not[^]*offset/],
    ['with a transform job that SageMaker refuses', () => project({ transform: { maxConcurrentTransforms: 50 } }), /SMA_CLI_TRANSFORM {2}[^]*50 × 6/],
  ])('%s, before anything runs', async (_, make, message) => {
    const dir = make();

    const { exitCode, stderr } = await cli(dir, REHEARSE);

    expect(stderr).toMatch(message);
    expect(exitCode).toBe(1);
    expect(existsSync(join(dir, '.sm-algorithm/runs'))).toBe(false);
  });

  it('with the steps in the document', async () => {
    const { stdout } = await cli(project(hyperparameters({ mode: 'fail' })), [...REHEARSE, '--json']);

    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'SMA_CLI_TRAINING_FAILED' }, steps: [{ status: 'Completed' }, { status: 'Failed' }, { status: 'NotStarted' }] });
  });
});

describe('Ctrl-C during a rehearsal', () => {
  it('leaves no process, and a record that says where it stopped', async () => {
    const dir = project(hyperparameters({ mode: 'hang' }));
    const child = startCli(dir, REHEARSE);
    const [, pid] = await seen(child, /training pid (\d+)/);

    child.kill('SIGINT');

    expect((await child.finished).exitCode).toBe(130);
    expect(lives(Number(pid))).toBe(false);
    expect(steps(dir)).toEqual(['data: Completed', 'training job: Stopped', 'transform job: NotStarted']);
  });
});
