import { describe, expect, it } from 'vitest';
import { bytesOf, channel } from './job-channels';
import { hostInputs, type TrainingInput } from '../../../../src/cli/simulator/input/host-inputs';

const HOSTS = ['algo-1', 'algo-2', 'algo-3'];
const input = (parts: Partial<TrainingInput> = {}): TrainingInput => ({ hyperparameters: { depth: '3' }, channels: [], instanceType: 'ml.m5.xlarge', ...parts });
const filed = channel({ name: 'files', keys: ['a.csv', 'sub/b.csv'], inputMode: 'File', distribution: 'ShardedByS3Key' });
const read = (config: Readonly<Record<string, string>>, name: string): unknown => JSON.parse(config[name]);

describe('hostInputs', () => {
  it('gives each host every documented file and key, with its own name and those of all', () => {
    const [, second] = hostInputs(input(), HOSTS);

    expect(second.name).toBe('algo-2');
    expect(Object.keys(second.config).sort()).toEqual(['hyperparameters.json', 'inputdataconfig.json', 'resourceconfig.json']);
    expect(read(second.config, 'hyperparameters.json')).toEqual({ depth: '3' });
    expect(read(second.config, 'resourceconfig.json')).toEqual({
      current_host: 'algo-2', hosts: HOSTS, network_interface_name: 'eth0', current_instance_type: 'ml.m5.xlarge', current_group_name: 'homogeneousCluster',
      instance_groups: [{ instance_group_name: 'homogeneousCluster', instance_type: 'ml.m5.xlarge', hosts: HOSTS }],
    });
  });

  it('says of each channel what the service says: Pipe as it is, FastFile as File', () => {
    const channels = [filed, channel({ name: 'fast', inputMode: 'FastFile' }), channel({ name: 'pipe', recordWrapper: 'RecordIO' })];
    const [{ config }] = hostInputs(input({ channels }), HOSTS);

    expect(read(config, 'inputdataconfig.json')).toEqual({
      files: { ContentType: 'text/csv', TrainingInputMode: 'File', S3DistributionType: 'ShardedByS3Key', RecordWrapperType: 'None' },
      fast: { ContentType: 'text/csv', TrainingInputMode: 'File', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' },
      pipe: { ContentType: 'text/csv', TrainingInputMode: 'Pipe', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'RecordIO' },
    });
  });

  it('deals the files of a sharded channel; a host without any has its folder all the same', () => {
    expect(hostInputs(input({ channels: [filed] }), HOSTS).map(({ data }) => data)).toEqual([
      { 'files/': '', 'files/a.csv': { copyOf: '/data/a.csv' } },
      { 'files/': '', 'files/sub/b.csv': { copyOf: '/data/sub/b.csv' } },
      { 'files/': '' },
    ]);
  });

  it('feeds channels in Pipe mode and lays out no files of them', async () => {
    const piped = channel({ items: [[{ text: 'x' }]] });
    const [{ data, pipes }] = hostInputs(input({ channels: [piped], lateFifoMs: 30 }), HOSTS);

    expect(data).toEqual({});
    expect(pipes).toMatchObject([{ channel: 'training', lateMs: 30 }]);
    expect((await bytesOf(pipes[0].epoch(0) as AsyncIterable<Uint8Array>)).toString()).toBe('x');
  });

  it('adds undocumented files and keys on demand, and never in place of a documented one', () => {
    const [{ config, data }] = hostInputs(input({ channels: [filed], hasDecoys: true }), HOSTS);

    expect(Object.keys(config)).toEqual(expect.arrayContaining(['init-config.json', 'trainingjobconfig.json', 'checkpointconfig.json', 'resourceconfig.json']));
    expect(read(config, 'hyperparameters.json')).toEqual({ depth: '3' });
    expect(read(config, 'resourceconfig.json')).toMatchObject({ current_host: 'algo-1', topology: null });
    expect(Object.keys(data)).toEqual(expect.arrayContaining(['files-manifest', 'checkpoints-manifest', 'files/a.csv']));
  });
});
