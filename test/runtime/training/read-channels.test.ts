import { describe, expect, it } from 'vitest';
import type { ChannelSpec } from '../../../src/contract/algorithm-spec';
import { optMlPaths } from '../../../src/contract/opt-ml';
import { InputFindings } from '../../../src/runtime/training/input-findings';
import { readChannels } from '../../../src/runtime/training/read-channels';
import { baseFolder, type Files } from '../support/base-folder';
import { world } from '../support/channels';
import { SPEC } from '../support/spec';

const CONFIG = 'input/config/inputdataconfig.json';
const DATA: Files = { 'input/data/training/a.csv': '1\n', 'input/data/validation/b.csv': '2\n' };

function read(files: Files, specs: readonly ChannelSpec[] = SPEC.training.channels, platform: NodeJS.Platform = 'linux') {
  const base = baseFolder(files);
  const findings = new InputFindings();
  const channels = readChannels(optMlPaths(base), specs, findings, { ...world(), platform });
  return {
    base,
    channels,
    problems: findings.problems.map((problem) => problem.message),
    codes: findings.problems.map((problem) => problem.code),
    warnings: findings.warnings,
  };
}

describe('readChannels', () => {
  it('takes the channels of the configuration file', async () => {
    const { base, channels, problems } = read({ ...DATA, [CONFIG]: { training: { ContentType: 'text/csv', TrainingInputMode: 'File' } } });

    expect(problems).toEqual([]);
    expect(channels).toEqual({ training: expect.objectContaining({ name: 'training', contentType: 'text/csv', inputMode: 'File', path: `${base}/input/data/training` }) });
    expect(channels.validation).toBeUndefined();
    expect(await channels.training.files()).toEqual([`${base}/input/data/training/a.csv`]);
  });

  it('takes the folders below input/data when there is no configuration file, and no other entries', () => {
    const { channels, problems, warnings } = read({ ...DATA, 'input/data/training-manifest': 's3://…', 'input/data/.tmp/x': '1' });

    expect(Object.keys(channels)).toEqual(['training', 'validation']);
    expect([...problems, ...warnings]).toEqual([]);
  });

  it('assumes the first declared content type when the job states none', () => {
    expect(read({ ...DATA, [CONFIG]: { training: {} } }).channels.training).toMatchObject({ contentType: 'text/csv', inputMode: 'File' });
    expect(read({ ...DATA, [CONFIG]: { training: { ContentType: '' } } }).channels.training.contentType).toBe('text/csv');
  });

  it.each(['TEXT/CSV', 'text/csv;label_size=0', 'Application/X-Parquet; a=b'])('accepts the content type %s and keeps it as it is', (ContentType) => {
    const { channels, problems } = read({ ...DATA, [CONFIG]: { training: { ContentType } } });

    expect(problems).toEqual([]);
    expect(channels.training.contentType).toBe(ContentType);
    expect(['text/csv', 'application/x-parquet']).toContain(channels.training.mediaType);
  });

  it('refuses a content type that the channel does not declare', () => {
    expect(read({ ...DATA, [CONFIG]: { training: { ContentType: 'text/libsvm' } } })).toMatchObject({
      codes: ['SMA_RUN_CHANNEL_CONTENT_TYPE'],
      problems: ['channel training has content type "text/libsvm"; it must be one of "text/csv", "application/x-parquet"'],
    });
  });

  it.each(['File', 'FastFile'])('reads channels in %s mode, whichever of the two is declared', (TrainingInputMode) => {
    const { channels, problems } = read({ ...DATA, [CONFIG]: { training: { TrainingInputMode }, validation: { TrainingInputMode } } });

    expect(problems).toEqual([]);
    expect([channels.training.inputMode, channels.validation.inputMode]).toEqual([TrainingInputMode, TrainingInputMode]);
  });

  it('reads channels in Pipe mode, which have no folder', () => {
    const entry = { ContentType: 'text/csv', TrainingInputMode: 'Pipe', S3DistributionType: 'ShardedByS3Key', RecordWrapperType: 'RecordIO' };
    const { base, channels, problems } = read({ [CONFIG]: { training: entry } });

    expect(problems).toEqual([]);
    expect(channels.training).toMatchObject({ inputMode: 'Pipe', recordWrapper: 'RecordIO', isSharded: true, path: `${base}/input/data/training` });
  });

  it('takes data that is neither wrapped nor sharded when the job does not say so', () => {
    expect(read({ ...DATA, [CONFIG]: { training: { RecordWrapperType: 'None' } } }).channels.training).toMatchObject({ recordWrapper: 'None', isSharded: false });
    expect(read(DATA).channels.training).toMatchObject({ recordWrapper: 'None', isSharded: false });
  });

  it('refuses a mode that the channel does not declare', () => {
    expect(read({ ...DATA, [CONFIG]: { training: {}, validation: { TrainingInputMode: 'Pipe' } } })).toMatchObject({
      codes: ['SMA_RUN_CHANNEL_MODE'],
      problems: ['channel validation arrives in Pipe mode; the algorithm reads it in FastFile mode'],
    });
    expect(read({ ...DATA, [CONFIG]: { training: { TrainingInputMode: 'Stream' } } }).codes).toEqual(['SMA_RUN_CHANNEL_MODE']);
  });

  it('refuses File mode for a channel that is declared for Pipe only', () => {
    expect(read(DATA, [{ ...SPEC.training.channels[0], inputModes: ['Pipe'] }]).codes).toEqual(['SMA_RUN_CHANNEL_MODE']);
  });

  it('says that Windows has no Pipe mode, and that other systems have one', () => {
    const files = { [CONFIG]: { training: { TrainingInputMode: 'Pipe' } } };

    expect(read(files, SPEC.training.channels, 'win32')).toMatchObject({
      codes: ['SMA_RUN_PIPE_PLATFORM'], problems: ['channel training arrives in Pipe mode, which needs FIFOs; Windows has none'],
    });
    expect(read(files, SPEC.training.channels, 'darwin').problems).toEqual([]);
  });

  it('names a required channel that the job leaves out, and those it has', () => {
    const { codes, problems } = read({ ...DATA, [CONFIG]: { validation: {} } });

    expect(codes).toEqual(['SMA_RUN_CHANNEL_MISSING']);
    expect(problems).toEqual(['channel training is missing; the job has these channels: "validation"']);
    expect(read({}).problems).toEqual(['channel training is missing; the job has these channels: none']);
  });

  it('names a channel without folder', () => {
    const { base, codes, problems } = read({ [CONFIG]: { training: {} } });

    expect(codes).toEqual(['SMA_RUN_CHANNEL_FOLDER']);
    expect(problems).toEqual([`channel training has no folder ${base}/input/data/training`]);
  });

  it('warns of channels that the algorithm does not declare', () => {
    const { problems, warnings } = read({ ...DATA, [CONFIG]: { training: {}, validatoin: {}, model: {} } });

    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      'channel validatoin is not declared by the algorithm and is not read (did you mean validation?)',
      'channel model is not declared by the algorithm and is not read',
    ]);
  });

  it('reports a configuration file of another shape', () => {
    expect(read({ ...DATA, [CONFIG]: { training: 'File' } }).codes).toEqual(['SMA_RUN_CONFIG_FILE']);
    expect(read({ ...DATA, [CONFIG]: '[' }).codes).toEqual(['SMA_RUN_CONFIG_FILE']);
  });

  it('reports the problems of all channels at once', () => {
    const config = { training: { ContentType: 'image/png' }, validation: { TrainingInputMode: 'Pipe' } };

    expect(read({ ...DATA, [CONFIG]: config }).codes).toEqual(['SMA_RUN_CHANNEL_CONTENT_TYPE', 'SMA_RUN_CHANNEL_MODE']);
  });
});
