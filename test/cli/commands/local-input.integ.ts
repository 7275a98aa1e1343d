import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { newestRun } from '../support/batch-project';
import { cli } from '../support/cli';
import { sampleProject } from '../support/sample-project';

const TRAIN = ['local:train', '--engine', 'process', '--hyperparameter', 'epochs=3'];
const PIPE = ['--input-mode', 'Pipe'];

const config = (dir: string, name: string): unknown => JSON.parse(readFileSync(join(newestRun(dir), 'input/config', name), 'utf8'));

/** Trains, and gives the model. */
async function train(dir: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await cli(dir, [...TRAIN, ...args]);
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
  return readFileSync(join(newestRun(dir), 'model/model.json'), 'utf8');
}

describe('a training job of samples/streaming-linear as a process', () => {
  it('makes the same model from files and from FIFOs, in both cases with what the service says of them', async () => {
    const dir = await sampleProject('streaming-linear');

    const fromFiles = await train(dir);
    expect(config(dir, 'inputdataconfig.json')).toMatchObject({ training: { TrainingInputMode: 'File' }, validation: { TrainingInputMode: 'File' } });

    expect(await train(dir, ...PIPE)).toBe(fromFiles);
    expect(config(dir, 'inputdataconfig.json')).toEqual({
      training: { ContentType: 'text/csv', TrainingInputMode: 'Pipe', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' },
      validation: { ContentType: 'text/csv', TrainingInputMode: 'Pipe', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' },
    });
    expect(existsSync(join(newestRun(dir), 'input/data/training'))).toBe(false);
  });

  it('makes the same model from RecordIO frames, in FIFOs that come late, beside what nobody documented', async () => {
    const dir = await sampleProject('streaming-linear');

    const plain = await train(dir, ...PIPE);
    const framed = await train(dir, ...PIPE, '--record-wrapper', 'training=RecordIO', '--late-fifos', '100', '--decoys');

    expect(framed).toBe(plain);
    expect(config(dir, 'inputdataconfig.json')).toMatchObject({ training: { RecordWrapperType: 'RecordIO' }, validation: { RecordWrapperType: 'None' } });
    expect(readdirSync(join(newestRun(dir), 'input/config'))).toContain('init-config.json');
  });

  it('makes another model when the objects come in another order, the same for the same seed', async () => {
    const dir = await sampleProject('streaming-linear');

    const plain = await train(dir, ...PIPE);
    const shuffled = await train(dir, ...PIPE, '--shuffle', 'training=5');

    expect(shuffled).not.toBe(plain);
    expect(await train(dir, ...PIPE, '--shuffle', 'training=5')).toBe(shuffled);
  });

  it('inflates compressed objects in Pipe mode', async () => {
    const dir = await sampleProject('streaming-linear', { compressionTypes: ['None', 'Gzip'] });
    const plain = await train(dir, ...PIPE);
    const data = join(dir, 'sample/data/training');
    for (const name of readdirSync(data)) writeFileSync(join(data, name), gzipSync(readFileSync(join(data, name))));

    expect(await train(dir, ...PIPE, '--compression', 'training=Gzip')).toBe(plain);
  });

  it('streams a channel that takes nothing but Pipe mode without being asked to', async () => {
    const dir = await sampleProject('streaming-linear', { inputModes: ['Pipe'] });

    await train(dir);

    expect(config(dir, 'inputdataconfig.json')).toMatchObject({ training: { TrainingInputMode: 'Pipe' } });
  });

  it('trains on what a manifest names', async () => {
    const dir = await sampleProject('streaming-linear');
    writeFileSync(join(dir, 'some.manifest'), JSON.stringify([{ prefix: 's3://acme/data/' }, 'district-2.csv']));

    await train(dir, '--manifest', 'training=some.manifest');

    expect(readdirSync(join(newestRun(dir), 'input/data/training'))).toEqual(['district-2.csv']);
  });

  it('leaves no FIFO behind', async () => {
    const dir = await sampleProject('streaming-linear');

    await train(dir, ...PIPE);

    const left = readdirSync(newestRun(dir), { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(newestRun(dir), name)).isFIFO());
    expect(left).toEqual([]);
  });

  it('is refused before anything runs, with all that the definition does not allow', async () => {
    const dir = await sampleProject('streaming-linear');

    const asked = ['--compression', 'training=Gzip', '--record-wrapper', 'training=RecordIO', '--input-mode', 'trainin=Pipe'];
    const { exitCode, stderr } = await cli(dir, [...TRAIN, ...asked]);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_CHANNELS[^]*trainin is no channel[^]*did you mean training[^]*does not take Gzip[^]*framed as RecordIO in File mode/);
    expect(existsSync(join(dir, '.sm-algorithm/runs'))).toBe(false);
  });

  it('fails in one sentence when the data of a channel is broken', async () => {
    const dir = await sampleProject('streaming-linear', { compressionTypes: ['Gzip'] });
    const data = join(dir, 'sample/data/training');
    for (const name of readdirSync(data)) writeFileSync(join(data, name), gzipSync(readFileSync(join(data, name))).subarray(0, 200));

    const { exitCode, stderr } = await cli(dir, [...TRAIN, '--input-mode', 'training=Pipe']);

    expect(exitCode, stderr).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_CHANNELS[^]*training: district-1\.csv is not whole gzip data/);
  });
});
