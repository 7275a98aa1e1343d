import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toArguments, type SmEnvironment } from '../../../src/runtime/training/sm-environment';
import { tmpDir } from '../../support/tmp-dir';
import { baseFolder, ONE_CHANNEL, type Files } from '../support/base-folder';
import { live } from '../support/live';
import { runToEnd, trainingProgram } from '../support/program';

async function environmentOf(files: Files = {}, env: NodeJS.ProcessEnv = {}) {
  let found: SmEnvironment | undefined;
  let ofProgram: SmEnvironment | undefined;
  const { base } = await live({ ...ONE_CHANNEL, ...files }, async (job) => {
    found = job.environment();
    ofProgram = job.environment({ file: '/opt/program/train.py', args: ['--k', '1'] });
    await job.model.write('m', '1');
  }, { env });
  return { sm: found!, ofProgram: ofProgram!, base };
}

const RESOURCES = {
  current_host: 'algo-2', hosts: ['algo-1', 'algo-2'], network_interface_name: 'eth0', current_instance_type: 'ml.m5.xlarge', current_group_name: 'g2',
  instance_groups: [{ instance_group_name: 'g1', hosts: ['algo-1'] }, { instance_group_name: 'g2', hosts: ['algo-2'], instance_type: 'ml.m5.xlarge' }], topology: null,
};

describe('the SM_* variables', () => {
  it('say where everything is', async () => {
    const { sm, base } = await environmentOf();

    expect(sm).toMatchObject({
      SM_MODEL_DIR: `${base}/model`, SM_INPUT_DIR: `${base}/input`, SM_INPUT_CONFIG_DIR: `${base}/input/config`, SM_OUTPUT_DIR: `${base}/output`,
      SM_OUTPUT_DATA_DIR: `${base}/output/data`, SM_OUTPUT_INTERMEDIATE_DIR: `${base}/output/intermediate`,
      SM_CHANNELS: '["training"]', SM_CHANNEL_TRAINING: `${base}/input/data/training`,
      SM_NUM_CPUS: String(availableParallelism()), SM_LOG_LEVEL: '20', SM_USER_ENTRY_POINT: '', SM_NETWORK_INTERFACE_NAME: '', SM_TOPOLOGY: '', SM_FRAMEWORK_MODULE: '',
    });
    expect(Number(sm.SM_NUM_GPUS)).toBeGreaterThanOrEqual(0);
    expect(Number(sm.SM_NUM_NEURONS)).toBeGreaterThanOrEqual(0);
  });

  it('hold the hyperparameters in force: text as it is, all others as compact JSON in ASCII with sorted keys', async () => {
    const { sm } = await environmentOf({ 'input/config/hyperparameters.json': { max_depth: '3', note: '"ü 😀"', sagemaker_program: 'x', sagemaker_mpi_enabled: 'true', sagemaker_k: 'v' } });

    expect(sm).toMatchObject({ SM_HP_MAX_DEPTH: '3', SM_HP_RATE: '0.1', SM_HP_CRITERION: 'gini', SM_HP_NOTE: 'ü 😀' });
    expect(sm.SM_HPS).toBe('{"criterion":"gini","max_depth":3,"note":"\\u00fc \\ud83d\\ude00","rate":0.1}');
    expect(sm.SM_USER_ARGS).toBe('["--criterion","gini","--max_depth","3","--note","\\u00fc \\ud83d\\ude00","--rate","0.1"]');
    expect(sm.SM_FRAMEWORK_PARAMS).toBe('{"sagemaker_k":"v","sagemaker_mpi_enabled":true}');
  });

  it('describe the cluster', async () => {
    const { sm } = await environmentOf({ 'input/config/resourceconfig.json': RESOURCES });

    expect(sm).toMatchObject({
      SM_HOSTS: '["algo-1","algo-2"]', SM_CURRENT_HOST: 'algo-2', SM_NETWORK_INTERFACE_NAME: 'eth0', SM_CURRENT_INSTANCE_TYPE: 'ml.m5.xlarge', SM_CURRENT_INSTANCE_GROUP: 'g2',
      SM_CURRENT_INSTANCE_GROUP_HOSTS: '["algo-2"]', SM_INSTANCE_GROUPS: '["g1","g2"]', SM_IS_HETERO: 'true', SM_DISTRIBUTION_INSTANCE_GROUPS: '[]', SM_TOPOLOGY: '',
    });
    expect(JSON.parse(sm.SM_INSTANCE_GROUPS_DICT)).toEqual({ g1: RESOURCES.instance_groups[0], g2: RESOURCES.instance_groups[1] });
    expect(JSON.parse(sm.SM_RESOURCE_CONFIG)).toEqual(RESOURCES);
    expect(JSON.parse(sm.SM_TRAINING_ENV)).toMatchObject({ is_master: false, master_hostname: 'algo-1', current_host: 'algo-2' });
  });

  it('name every channel of the job in upper case, dashes kept', async () => {
    const { sm, base } = await environmentOf({ 'input/config/inputdataconfig.json': { 'training': {}, 'a-b': { TrainingInputMode: 'File' } } });

    expect(sm.SM_CHANNELS).toBe('["a-b","training"]');
    expect(sm['SM_CHANNEL_A-B']).toBe(`${base}/input/data/a-b`);
    expect(sm.SM_INPUT_DATA_CONFIG).toBe('{"a-b":{"TrainingInputMode":"File"},"training":{}}');
  });

  it('name the program that runs', async () => {
    const { ofProgram } = await environmentOf({}, { TRAINING_JOB_NAME: 'job-7', SAGEMAKER_CONTAINER_LOG_LEVEL: 'debug' });

    expect(ofProgram).toMatchObject({ SM_USER_ENTRY_POINT: '/opt/program/train.py', SM_USER_ARGS: '["--k","1"]', SM_MODULE_DIR: '/opt/program', SM_MODULE_NAME: 'train', SM_LOG_LEVEL: '10' });
    expect(JSON.parse(ofProgram.SM_TRAINING_ENV)).toMatchObject({ job_name: 'job-7', hyperparameters: { max_depth: 8 }, num_cpus: availableParallelism() });
  });

  it.each<[string, NodeJS.ProcessEnv, string | undefined, string]>([
    ['the hyperparameter of the SDK', {}, '10', '10'],
    ['the hyperparameter of the SDK as JSON text', {}, '"error"', '40'],
    ['the environment before it', { SAGEMAKER_CONTAINER_LOG_LEVEL: 'warning' }, '10', '30'],
    ['a number that has no name', { SAGEMAKER_CONTAINER_LOG_LEVEL: '25' }, undefined, '25'],
    ['nothing that anybody knows', { SAGEMAKER_CONTAINER_LOG_LEVEL: 'loud' }, undefined, '20'],
  ])('hold the level that the log obeys: %s', async (_case, env, hyperparameter, level) => {
    const { sm } = await environmentOf({ 'input/config/hyperparameters.json': { max_depth: '3', sagemaker_container_log_level: hyperparameter } }, env);

    expect(sm.SM_LOG_LEVEL).toBe(level);
  });

  it('are read and counted once, however often they are asked for', async () => {
    const seen: SmEnvironment[] = [];
    await live({ ...ONE_CHANNEL, 'input/config/hyperparameters.json': { max_depth: '3', sagemaker_k: 'v' } }, async (job) => {
      seen.push(job.environment());
      rmSync(`${dirname(job.model.path)}/input/config/hyperparameters.json`);
      seen.push(job.environment({ file: 'train.py', args: [] }));
      await job.model.write('m', '1');
    });

    expect(seen.map((sm) => sm.SM_FRAMEWORK_PARAMS)).toEqual(['{"sagemaker_k":"v"}', '{"sagemaker_k":"v"}']);
    expect(seen.map((sm) => sm.SM_USER_ENTRY_POINT)).toEqual(['', 'train.py']);
  });

  it('are not those of this process', async () => {
    await environmentOf();

    expect(Object.keys(process.env).filter((name) => name.startsWith('SM_'))).toEqual([]);
  });
});

it('devices are counted without the programs that PATH finds', async () => {
  const folder = tmpDir();
  for (const tool of ['nvidia-smi', 'neuron-ls']) writeFileSync(`${folder}/${tool}`, `#!/bin/sh\ntouch ${folder}/ran\n`, { mode: 0o755 });

  const { output, exitCode } = await runToEnd(
    trainingProgram("console.log('gpus ' + job.environment().SM_NUM_GPUS); await job.model.write('m', '1');"),
    { SAGEMAKER_BASE_DIR: baseFolder(ONE_CHANNEL), PATH: `${folder}:${process.env.PATH}` },
  );

  expect(exitCode, output).toBe(0);
  expect(output).toMatch(/^gpus \d+$/m);
  expect(existsSync(`${folder}/ran`)).toBe(false);
});

it('arguments are sorted, with one dash for one letter and pairs for an object', () => {
  expect(toArguments({ rate: 0.1, k: 3, flag: true, map: { b: 2, a: 'x' }, list: [1, 'z'] })).toEqual(
    ['--flag', 'true', '-k', '3', '--list', '[1,"z"]', '--map', 'a=x,b=2', '--rate', '0.1']);
});
