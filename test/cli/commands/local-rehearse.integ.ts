import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newestRun, transformed } from '../support/batch-project';
import { cli, lives, seen, startCli } from '../support/cli';
import { fixtureProject, type FixtureOptions } from '../support/fixture-project';
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

  it('says which instances it does without', async () => {
    const { stdout } = await cli(project({ training: { instanceCount: 2 }, transform: { instanceCount: 3 } }), REHEARSE);

    expect(stdout).toMatch(/the 2 instances of the training job[^]*the 3 instances of the transform job/);
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
