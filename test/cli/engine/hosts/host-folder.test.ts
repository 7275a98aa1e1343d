import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeHostFolder } from '../../../../src/cli/engine/hosts/host-folder';
import { hostInputs, type TrainingInput } from '../../../../src/cli/simulator/input/host-inputs';
import { localChannels } from '../../../../src/cli/simulator/input/local-channels';
import { optMlPaths } from '../../../../src/contract/opt-ml';
import { FIXTURE_PLAN, fixtureProject } from '../../support/fixture-project';

const hostOf = (input: TrainingInput) => hostInputs(input, ['algo-1'])[0];
const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

describe('writeHostFolder', () => {
  it('writes every documented file and key, hyperparameters as texts', async () => {
    const dir = fixtureProject();
    const paths = optMlPaths(join(dir, 'run'));

    const channels = await localChannels({ dir, plan: FIXTURE_PLAN });
    await writeHostFolder(paths.base, hostOf({ hyperparameters: { depth: '3' }, channels, instanceType: 'ml.m5.xlarge' }));

    expect(readdirSync(paths.inputConfig).sort()).toEqual(['hyperparameters.json', 'inputdataconfig.json', 'resourceconfig.json']);
    expect(json(paths.hyperparameters)).toEqual({ depth: '3' });
    expect(json(paths.inputDataConfig)).toEqual({
      training: { ContentType: 'text/csv', TrainingInputMode: 'File', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' },
    });
    expect(json(paths.resourceConfig[0])).toEqual({
      current_host: 'algo-1',
      hosts: ['algo-1'],
      network_interface_name: 'eth0',
      current_instance_type: 'ml.m5.xlarge',
      current_group_name: 'homogeneousCluster',
      instance_groups: [{ instance_group_name: 'homogeneousCluster', instance_type: 'ml.m5.xlarge', hosts: ['algo-1'] }],
    });
    expect(readdirSync(join(paths.inputData, 'training')).sort()).toEqual(['a.csv', 'sub.csv']);
    for (const folder of [paths.model, paths.outputData, paths.checkpoints]) expect(readdirSync(folder)).toEqual([]);
  });

  it('copies, so that the author\'s own files cannot be changed, and follows links', async () => {
    const dir = fixtureProject();
    const source = join(dir, 'test/data/training');
    symlinkSync(join(source, 'a.csv'), join(source, 'link.csv'));
    const paths = optMlPaths(join(dir, 'run'));

    await writeHostFolder(paths.base, hostOf({ hyperparameters: {}, channels: await localChannels({ dir, plan: FIXTURE_PLAN }), instanceType: 'local' }));

    const copy = join(paths.inputData, 'training');
    expect(statSync(join(copy, 'a.csv')).ino).not.toBe(statSync(join(source, 'a.csv')).ino);
    writeFileSync(join(copy, 'link.csv'), 'changed');
    expect(readFileSync(join(source, 'a.csv'), 'utf8')).toBe('1\n2\n');
  });
});

describe('writeHostFolder, given up,', () => {
  it('stops between two files', async () => {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`test/data/training/${at}.csv`, 'x']));
    const dir = fixtureProject({ files });
    const paths = optMlPaths(join(dir, 'run'));
    const channels = await localChannels({ dir, plan: FIXTURE_PLAN });
    const controller = new AbortController();

    const writing = writeHostFolder(paths.base, hostOf({ hyperparameters: {}, channels, instanceType: 'local' }), controller.signal);
    controller.abort(new Error('enough'));

    await expect(writing).rejects.toThrow('enough');
    expect(existsSync(join(paths.inputData, 'training', '9.csv'))).toBe(false);
  });

  it('tells of sample data that went away meanwhile', async () => {
    const dir = fixtureProject();
    const channels = await localChannels({ dir, plan: FIXTURE_PLAN });
    rmSync(join(dir, 'test/data'), { recursive: true });

    await expect(writeHostFolder(join(dir, 'run'), hostOf({ hyperparameters: {}, channels, instanceType: 'local' })))
      .rejects.toMatchObject({ code: 'SMA_CLI_CHANNELS', details: [expect.stringContaining('ENOENT')] });
  });
});
