import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { TrainingJob } from '../../../src/runtime/training';
import { StopRequest } from '../../../src/runtime/training/stop-request';
import { ONE_CHANNEL } from '../support/base-folder';
import { live } from '../support/live';
import { ODD_ERRORS } from '../support/odd-errors';
import type { Iris } from '../support/spec';

const HYPERPARAMETERS = 'input/config/hyperparameters.json';
const RESOURCES = 'input/config/resourceconfig.json';
const save = (job: TrainingJob<Iris>) => job.model.write('model.json', '{}');

describe('a job that succeeds', () => {
  it('ends with 0, a model and no failure file', async () => {
    const { exitCode, base, failure, log } = await live(ONE_CHANNEL, save);

    expect({ exitCode, failure }).toEqual({ exitCode: 0, failure: undefined });
    expect(readFileSync(`${base}/model/model.json`, 'utf8')).toBe('{}');
    expect(log).toMatch(/INFO finished after \d+\.\d s\n$/);
  });

  it('hands typed input, folders and names to the handler', async () => {
    let seen: TrainingJob<Iris> | undefined;
    const { base } = await live({ ...ONE_CHANNEL, [HYPERPARAMETERS]: { max_depth: '5', note: 'n' } }, async (job) => {
      seen = job;
      await save(job);
    }, { env: { TRAINING_JOB_NAME: 'job-7' } });
    const job = seen!;

    expect(job).toMatchObject({
      name: 'job-7',
      hyperparameters: { max_depth: 5, rate: 0.1, criterion: 'gini', note: 'n' },
      cluster: { currentHost: 'algo-1', isLeader: true },
      model: { path: `${base}/model` },
      output: { path: `${base}/output/data` },
      checkpoints: { path: `${base}/checkpoints` },
    });
    expect(await job.channels.training.files()).toEqual([`${base}/input/data/training/a.csv`]);
    expect(job.channels.validation).toBeUndefined();
    expect(job.signal.aborted).toBe(false);
    expect(job.timeLeftMs()).toBe(Infinity);
  });

  it('needs no job name', async () => {
    let name: string | undefined = 'unset';
    await live(ONE_CHANNEL, (job) => void (name = job.name), { env: { TRAINING_JOB_NAME: '' } });

    expect(name).toBeUndefined();
  });

  it('finds its folders made', async () => {
    const { exitCode } = await live(ONE_CHANNEL, (job) => {
      for (const { path } of [job.model, job.output, job.checkpoints]) writeFileSync(`${path}/x`, '1');
    });

    expect(exitCode).toBe(0);
  });

  it('may be synchronous', async () => {
    expect(await live(ONE_CHANNEL, (job) => writeFileSync(`${job.model.path}/m`, '1'))).toMatchObject({ exitCode: 0 });
  });

  it('tells the log what runs with which settings, and none of the data', async () => {
    const { log } = await live({
      'input/data/training/a.csv': 'SECRET,ROW\n',
      'input/data/training/b.csv': 'x\n',
      [HYPERPARAMETERS]: { max_depth: '5', unknown: '1' },
      [RESOURCES]: { current_host: 'algo-1', hosts: ['algo-1', 'algo-2'] },
    }, save, { env: { TRAINING_JOB_NAME: 'job-7' } });

    expect(log).toContain(`INFO sm-algorithm trains iris 1.2.0 with Node ${process.version}, job job-7\n`);
    expect(log).toMatch(/INFO limits: \S+ [GM]iB of memory, \S+ [GM]iB of it for the JavaScript heap, [\d.]+ CPUs?\n/);
    expect(log).toContain('INFO host algo-1 of algo-1, algo-2\n');
    expect(log).toContain('INFO hyperparameters: max_depth=5, rate=0.1, criterion="gini"\n');
    expect(log).toContain('INFO channel training: 2 files of text/csv, File mode\n');
    expect(log).toContain('WARN hyperparameter unknown is not declared');
    expect(log).not.toContain('SECRET');
  });

  it('writes metrics as lines of their own', async () => {
    const { log } = await live(ONE_CHANNEL, async (job) => {
      job.metrics.emit('validation:accuracy', 0.5);
      await save(job);
    });

    expect(log.split('\n')).toContain('metric validation:accuracy=0.5;');
  });

  it('reads past unknown files in the configuration folder', async () => {
    expect(await live({ ...ONE_CHANNEL, 'input/config/init-config.json': '{broken' }, save)).toMatchObject({ exitCode: 0 });
  });
});

describe('a job that fails', () => {
  it('reports all problems of its input in one line and ends with 2', async () => {
    const { exitCode, failure, log } = await live({ [HYPERPARAMETERS]: { max_depth: 'abc', rate: '7' }, [RESOURCES]: '{' }, save);

    expect(exitCode).toBe(2);
    expect(failure).toMatch(/^hyperparameter max_depth is "abc"; it must be a whole number between 1 and 64 \| hyperparameter rate is "7"; [^|]+ \| channel training is missing; [^|]+ \| [^|]*resourceconfig\.json is not JSON/);
    expect(failure).not.toContain('\n');
    expect(log.match(/ERROR the job cannot run/g)).toHaveLength(4);
  });

  it('says what to do after the reason when there is one problem', async () => {
    const { failure } = await live({ ...ONE_CHANNEL, [HYPERPARAMETERS]: { max_depth: 'abc' } }, save);

    expect(failure).toBe('hyperparameter max_depth is "abc"; it must be a whole number between 1 and 64\nfix: start the job again with an allowed value (SMA_RUN_HYPERPARAMETER_VALUE)');
  });

  it('does not start the handler when the input is wrong', async () => {
    let started = false;
    await live({}, () => void (started = true));

    expect(started).toBe(false);
  });

  it('gives the message of what the handler throws, and the stack to the log only', async () => {
    const { exitCode, failure, log } = await live(ONE_CHANNEL, async () => {
      throw new RangeError('all rows have the same label', { cause: new Error('one class') });
    });

    expect(exitCode).toBe(1);
    expect(failure).toBe('RangeError: all rows have the same label (cause: one class)');
    expect(log).toMatch(/ERROR the job failed\n {4}RangeError: all rows have the same label\n\s+at .*live-job\.test\.ts/);
  });

  it('takes whatever is thrown', async () => {
    expect((await live(ONE_CHANNEL, () => { throw 'no rows'; })).failure).toBe('no rows');
    expect((await live(ONE_CHANNEL, () => Promise.reject())).failure).toBe('undefined');
  });

  it.each(ODD_ERRORS)('takes whatever is thrown: %s', async (_case, make, text) => {
    const { exitCode, failure } = await live(ONE_CHANNEL, () => { throw make(); });

    expect(exitCode).toBe(1);
    expect(failure).toMatch(text);
  });

  it('cuts the reason at 1024 characters without cutting one in half', async () => {
    const { failure } = await live(ONE_CHANNEL, () => { throw new Error(`x${'😀'.repeat(1000)}`); });

    expect(failure!.length).toBeLessThanOrEqual(1024);
    expect(failure).toMatch(/^x(😀)+…$/u);
  });

  it('leaves a failure file of the handler as it is', async () => {
    const { exitCode, failure } = await live({ ...ONE_CHANNEL, 'output/': {} }, (job) => {
      writeFileSync(`${job.output.path}/../failure`, 'my own words');
      throw new Error('ours');
    });

    expect({ exitCode, failure }).toEqual({ exitCode: 1, failure: 'my own words' });
  });

  it('fails without a failure file when that cannot be written, and says so', async () => {
    const { exitCode, log } = await live({ ...ONE_CHANNEL, output: 'a file in the way' }, () => { throw new Error('x'); });

    expect(exitCode).toBe(1);
    expect(log).toMatch(/ERROR .*output\/failure cannot be written\n {4}Error: (ENOTDIR|EEXIST)/);
  });

  it('writes to its end what nobody awaits', async () => {
    const { exitCode, base } = await live(ONE_CHANNEL, (job) => {
      void job.model.write('model.json', '{}').then(() => job.model.write('index.json', '[]'));
    });

    expect(exitCode).toBe(0);
    expect(readdirSync(`${base}/model`)).toEqual(['index.json', 'model.json', 'sm-algorithm.json']);
  });

  it('fails when what nobody awaits cannot be written', async () => {
    const { exitCode, failure } = await live(ONE_CHANNEL, async (job) => {
      await save(job);
      mkdirSync(`${job.output.path}/taken`);
      job.output.write('taken', '1').catch(() => {});
    });

    expect(exitCode).toBe(1);
    expect(failure).toMatch(/^E(ISDIR|NOTEMPTY|EXIST): /);
  });
});

describe('a host that is not the leader', () => {
  it('may end without a model', async () => {
    const files = { ...ONE_CHANNEL, [RESOURCES]: { current_host: 'algo-2', hosts: ['algo-1', 'algo-2'] } };

    expect(await live(files, () => {})).toMatchObject({ exitCode: 0, failure: undefined });
  });
});

describe('a job that is asked to stop', () => {
  it('before its handler has started ends without it', async () => {
    const stop = new StopRequest(1_000);
    stop.make();
    let started = false;
    const { exitCode, failure } = await live(ONE_CHANNEL, () => void (started = true), { stop });

    expect({ exitCode, failure, started }).toEqual({ exitCode: 0, failure: undefined, started: false });
  });

  it('succeeds when the handler returns, even without a model', async () => {
    const stop = new StopRequest(5_000);
    const { exitCode, failure, log } = await live(ONE_CHANNEL, async (job) => {
      const aborted = once(job.signal, 'abort');
      stop.make();
      await aborted;
      expect(job.timeLeftMs()).toBeGreaterThan(4_000);
      expect(job.timeLeftMs()).toBeLessThanOrEqual(5_000);
    }, { stop });

    expect({ exitCode, failure }).toEqual({ exitCode: 0, failure: undefined });
    expect(log).toContain('INFO stopped as asked');
  });

  it('succeeds when the handler gives up with the abort', async () => {
    const stop = new StopRequest(1_000);
    const { exitCode, failure } = await live(ONE_CHANNEL, async (job) => {
      const step = sleep(60_000, undefined, { signal: job.signal }).catch((error) => { throw new Error('the step was given up', { cause: error }); });
      stop.make();
      await step;
    }, { stop });

    expect({ exitCode, failure }).toEqual({ exitCode: 0, failure: undefined });
  });

  it('fails when the handler throws something else', async () => {
    const stop = new StopRequest(1_000);
    const { exitCode, failure, base } = await live(ONE_CHANNEL, () => {
      stop.make();
      throw new Error('disk full');
    }, { stop });

    expect({ exitCode, failure }).toEqual({ exitCode: 1, failure: 'disk full' });
    expect(existsSync(`${base}/model`)).toBe(true);
  });
});
