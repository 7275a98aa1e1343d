import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { InputSettings } from '../../../../src/cli/simulator/input/input-settings';
import { localChannels } from '../../../../src/cli/simulator/input/local-channels';
import type { ChannelSpec } from '../../../../src/contract/algorithm-spec';
import { FIXTURE_PLAN, fixtureProject, type FixtureOptions } from '../../support/fixture-project';

const SPECS = FIXTURE_PLAN.algorithm.training.channels;

/** The fixture, whose channels differ from the usual ones. */
function project(changes: ReadonlyArray<Partial<ChannelSpec>> = [], files: FixtureOptions['files'] = {}) {
  const channels = SPECS.map((spec, at) => ({ ...spec, ...changes[at] }));
  const { training } = FIXTURE_PLAN.algorithm;
  const algorithm = { ...FIXTURE_PLAN.algorithm, training: { ...training, channels } };
  return { dir: fixtureProject({ files }), plan: { ...FIXTURE_PLAN, algorithm } };
}
const settings = (training: InputSettings['channels'][string]): InputSettings => ({ channels: { training } });
const refusal = (details: readonly unknown[]) => ({ code: 'SMA_CLI_CHANNELS', details });

describe('localChannels', () => {
  it('gives the channels that have sample data, by default in the first mode of the definition', async () => {
    const channels = await localChannels(project());

    expect(channels).toMatchObject([{
      name: 'training', inputMode: 'File', compression: 'None',
      config: { ContentType: 'text/csv', TrainingInputMode: 'File', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' },
      items: [[{ key: 'a.csv' }], [{ key: 'sub.csv' }]],
    }]);
  });

  it.each([
    ['Pipe, where the channel takes nothing else', ['Pipe'] as const, {}, 'Pipe'],
    ['FastFile, where it stands first', ['FastFile', 'File'] as const, {}, 'FastFile'],
    ['the mode of the job', ['File', 'Pipe'] as const, { inputMode: 'Pipe' as const }, 'Pipe'],
    ['its own mode before that of the job', ['File', 'Pipe'] as const, { inputMode: 'Pipe' as const, channels: { training: { inputMode: 'File' as const } } }, 'File'],
  ])('feeds a channel in %s', async (_, inputModes, given, expected) => {
    expect(await localChannels(project([{ inputModes }]), { channels: {}, ...given })).toMatchObject([{ inputMode: expected }]);
  });

  it('takes objects in the order of their bytes, as S3 lists them, without names that begin with a dot', async () => {
    const files = { 'test/data/training/B.csv': '', 'test/data/training/a/x.csv': '', 'test/data/training/é.csv': '', 'test/data/training/.gitkeep': '' };

    const [{ items }] = await localChannels(project([], files));

    expect(items.flat().map((piece) => 'key' in piece && piece.key)).toEqual(['B.csv', 'a.csv', 'a/x.csv', 'sub.csv', 'é.csv']);
  });

  it('takes what the settings say', async () => {
    const given = { inputMode: 'Pipe', distribution: 'ShardedByS3Key', recordWrapper: 'RecordIO', contentType: 'text/csv;label_size=0', shuffleSeed: '4' } as const;

    expect(await localChannels(project(), settings(given))).toMatchObject([{
      inputMode: 'Pipe', shuffleSeed: '4',
      config: { ContentType: 'text/csv;label_size=0', TrainingInputMode: 'Pipe', S3DistributionType: 'ShardedByS3Key', RecordWrapperType: 'RecordIO' },
    }]);
  });

  it('takes the objects that a manifest names, its path relative to the project', async () => {
    const files = { 'test/some.manifest': '[{"prefix":"s3://acme/d/"},"sub.csv"]' };

    expect(await localChannels(project([], files), settings({ manifest: 'test/some.manifest' }))).toMatchObject([{ items: [[{ key: 'sub.csv' }]] }]);
  });

  it('takes the attributes of an augmented manifest', async () => {
    const files = { 'test/some.jsonl': '{"a-ref":"s3://acme/d/sub.csv","b":1}\n' };
    const given = { inputMode: 'Pipe', augmentedManifest: 'test/some.jsonl', attributeNames: ['b', 'a-ref'] } as const;

    expect(await localChannels(project([], files), settings(given))).toMatchObject([{ items: [[{ text: '1' }, { key: 'd/sub.csv' }]] }]);
  });

  it('takes Gzip where the definition allows it, and the data is', async () => {
    const gzip = project([{ compressionTypes: ['None', 'Gzip'] }]);
    for (const name of ['a.csv', 'sub.csv']) writeFileSync(join(gzip.dir, 'test/data/training', name), gzipSync('1\n'));

    expect(await localChannels(gzip, settings({ inputMode: 'Pipe', compression: 'Gzip' }))).toMatchObject([{ compression: 'Gzip' }]);
  });

  it('assumes Gzip of a channel in Pipe mode that takes nothing else, and leaves files alone', async () => {
    const only = [{ compressionTypes: ['Gzip'] as const }];

    expect(await localChannels(project(only))).toMatchObject([{ inputMode: 'File', compression: 'None' }]);
    await expect(localChannels(project(only), settings({ inputMode: 'Pipe' })))
      .rejects.toMatchObject(refusal(['training: a.csv is no gzip data', 'training: sub.csv is no gzip data']));
  });
});

describe('localChannels refuses, all at once,', () => {
  it('required channels without data, and optional ones that were asked for', async () => {
    const both = project([{}, { required: true }]);

    await expect(localChannels(both)).rejects.toMatchObject(refusal(['validation is required and test/data/validation holds no file']));
    await expect(localChannels(project(), { channels: { validation: { inputMode: 'File' } } }))
      .rejects.toMatchObject(refusal(['validation is asked for and test/data/validation holds no file']));
  });

  it('channels that the algorithm does not have', async () => {
    await expect(localChannels(project(), { channels: { trainin: {}, other: {} } })).rejects.toMatchObject(refusal([
      'trainin is no channel of the algorithm; it has: training, validation; did you mean training?',
      'other is no channel of the algorithm; it has: training, validation',
    ]));
  });

  it.each<[string, InputSettings['channels'][string], string[]]>([
    ['a mode that the definition does not have', { inputMode: 'FastFile' }, ['training does not take FastFile mode; the definition allows: File, Pipe']],
    ['a compression that it does not have', { inputMode: 'Pipe', compression: 'Gzip' }, ['training does not take Gzip; the definition allows: None', 'training: a.csv is no gzip data', 'training: sub.csv is no gzip data']],
    ['a content type that it does not have', { contentType: 'image/png' }, ['training does not take image/png; the definition allows: text/csv']],
    ['frames and Gzip outside of Pipe mode', { recordWrapper: 'RecordIO', compression: 'Gzip' }, [
      'training does not take Gzip; the definition allows: None',
      'training is Gzip in File mode; the service inflates in Pipe mode only, files arrive as they are stored',
      'training is framed as RecordIO in File mode; records are framed in Pipe mode only',
    ]],
    ['two manifests', { inputMode: 'Pipe', manifest: 'm', augmentedManifest: 'n', attributeNames: ['a'] }, ['training has two manifests; a channel has one source', 'training: m cannot be read (ENOENT)']],
    ['an augmented manifest in File mode and without attributes', { augmentedManifest: 'm' }, [
      'training is named by an augmented manifest in File mode; it is for Pipe mode only',
      'training has an augmented manifest and no --attributes, by whose names it is read',
      'training: m cannot be read (ENOENT)',
    ]],
    ['attributes without their manifest', { attributeNames: ['a'] }, ['training has attributes and no augmented manifest']],
  ])('%s', async (_, given, details) => {
    await expect(localChannels(project(), settings(given))).rejects.toMatchObject(refusal(details));
  });

  it('a manifest in FastFile mode', async () => {
    const files = { 'm.json': '[{"prefix":"s3://acme/d/"},"sub.csv"]' };

    await expect(localChannels(project([{ inputModes: ['FastFile'] }], files), settings({ manifest: 'm.json' })))
      .rejects.toMatchObject(refusal(['training is named by a manifest in FastFile mode, which mounts a folder']));
  });
});
