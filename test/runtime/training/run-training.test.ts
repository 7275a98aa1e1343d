import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { baseFolder, ONE_CHANNEL, type Files } from '../support/base-folder';
import { bundle, runToEnd, start, trainingProgram } from '../support/program';

/** An entry program with 1 s between SIGTERM and SIGKILL, 0.6 s of it for ourselves. */
const hurried = (handler: string): string => `
  import { runTrainingWithin } from '$runtime/training/run-training';
  import { SPEC } from '$spec';
  void runTrainingWithin(1000, 600, async () => ({ default: async (job) => { ${handler} } }), SPEC);
`;

async function run(source: string, files: Files = ONE_CHANNEL) {
  const base = baseFolder(files);
  const { exitCode, output } = await runToEnd(source, { SAGEMAKER_BASE_DIR: base });
  return { exitCode, output, base, failure: failureOf(base) };
}

const failureOf = (base: string): string | undefined => existsSync(`${base}/output/failure`) ? readFileSync(`${base}/output/failure`, 'utf8') : undefined;
const SAVE = "await job.model.write('m', '1');";

describe('runTraining ends its process', () => {
  it('with 0 when the job has succeeded', async () => {
    const { exitCode, failure, base } = await run(trainingProgram(SAVE));

    expect({ exitCode, failure }).toEqual({ exitCode: 0, failure: undefined });
    expect(existsSync(`${base}/model/m`)).toBe(true);
  });

  it('with 2 when the input is wrong', async () => {
    const { exitCode, failure } = await run(trainingProgram(SAVE), {});

    expect(exitCode).toBe(2);
    expect(failure).toMatch(/^channel training is missing/);
  });

  it('with 1 when the handler throws, with lines of the source in the log', async () => {
    const { exitCode, failure, output } = await run(trainingProgram("throw new Error('boom');"));

    expect({ exitCode, failure }).toEqual({ exitCode: 1, failure: 'boom' });
    expect(output).toMatch(/at .*program\.ts:\d+:\d+/);
  });

  it('though timers and intervals are still open', async () => {
    const { exitCode } = await run(trainingProgram(`${SAVE} setInterval(() => {}, 1000);`));

    expect(exitCode).toBe(0);
  });

  it('with a failure file when an exception is thrown outside of the handler', async () => {
    const { exitCode, failure } = await run(trainingProgram("setTimeout(() => { throw new TypeError('stray'); }); await sleep(60000);"));

    expect({ exitCode, failure }).toEqual({ exitCode: 1, failure: 'TypeError: stray' });
  });

  it('with a failure file when a promise that nobody awaits is rejected', async () => {
    const { exitCode, failure } = await run(trainingProgram("void Promise.reject(new Error('forgotten')); await sleep(60000);"));

    expect({ exitCode, failure }).toEqual({ exitCode: 1, failure: 'forgotten' });
  });

  it('with the exit code of process.exit() and a failure file', async () => {
    const { exitCode, failure } = await run(trainingProgram(`${SAVE} process.exit(3);`));

    expect(exitCode).toBe(3);
    expect(failure).toMatch(/^the algorithm ended the process with exit code 3 before it had finished\nfix: .*SMA_RUN_EXITED/);
  });

  it('with 1 when process.exit(0) comes before a model', async () => {
    const { exitCode, failure } = await run(trainingProgram('process.exit(0);'));

    expect(exitCode).toBe(1);
    expect(failure).toMatch(/^the algorithm finished but wrote no model/);
  });

  it('with 0 when process.exit(0) comes after the model', async () => {
    expect(await run(trainingProgram(`${SAVE} process.exit(0);`))).toMatchObject({ exitCode: 0, failure: undefined });
  });

  it('with 1 when process.exit(0) drops what is being written', async () => {
    const { exitCode, failure, base } = await run(trainingProgram(`${SAVE} void job.model.write('n', '2'); process.exit(0);`));

    expect(exitCode).toBe(1);
    expect(failure).toMatch(/^the algorithm ended the process while it was writing "n"\nfix: .*SMA_RUN_UNFINISHED/);
    expect(readdirSync(`${base}/model`)).toEqual(['m']);
  });

  it('with 0 and a whole model when nobody awaits its writes', async () => {
    const { exitCode, failure, base } = await run(trainingProgram(`
      void job.model.write('big', Buffer.alloc(20 * 1024 * 1024)).then(() => job.model.write('index', '1'));
      void job.output.write('report', 'x');
    `));

    expect({ exitCode, failure }).toEqual({ exitCode: 0, failure: undefined });
    expect(readdirSync(`${base}/model`)).toEqual(['big', 'index', 'sm-algorithm.json']);
    expect(readdirSync(`${base}/output/data`)).toEqual(['report']);
  });

  it('with a failure file when a write that nobody awaits is rejected', async () => {
    const { exitCode, failure } = await run(trainingProgram("job.model.write('m', '1'); job.model.write('m/n', '2');"));

    expect(exitCode).toBe(1);
    expect(failure).toMatch(/^E[A-Z]+: /);
  });

  it('with a failure file when the handler waits for something that cannot happen', async () => {
    const { exitCode, failure } = await run(trainingProgram(`${SAVE} await new Promise(() => {});`));

    expect(exitCode).toBe(1);
    expect(failure).toMatch(/^the algorithm never finished: .*\nfix: .*SMA_RUN_NEVER_FINISHED/);
  });
});

describe('SIGTERM', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('lets the handler save and ends with 0 (%s)', async (signal) => {
    const base = baseFolder(ONE_CHANNEL);
    const running = start(await bundle(trainingProgram(`
      job.log.info('started');
      const busy = setInterval(() => {}, 1000);
      await once(job.signal, 'abort');
      await once(process, '${signal}');
      ${SAVE}
      job.log.info('saved with ' + (job.timeLeftMs() > 100000) + ' time');
    `)), { SAGEMAKER_BASE_DIR: base });
    await running.says(/started/);

    running.child.kill(signal);
    await running.says(/the job has 110 s to stop/);
    running.child.kill(signal);

    expect(await running.ended).toEqual({ exitCode: 0, signal: null });
    expect(running.output()).toContain('saved with true time');
    expect(running.output().match(/the job has 110 s to stop/g)).toHaveLength(1);
    expect(failureOf(base)).toBeUndefined();
    expect(existsSync(`${base}/model/m`)).toBe(true);
  });

  it('ends the job with a failure file when the handler does not stop in time', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const running = start(await bundle(hurried("job.log.info('started'); setInterval(() => {}, 10); await new Promise(() => {});")), { SAGEMAKER_BASE_DIR: base });
    await running.says(/started/);
    const askedAt = performance.now();

    running.child.kill('SIGTERM');

    expect((await running.ended).exitCode).toBe(1);
    expect(performance.now() - askedAt).toBeLessThan(1_000);
    expect(failureOf(base)).toMatch(/^the algorithm was still busy 0\.4 s after it was asked to stop\nfix: .*SMA_RUN_STOP_TIMEOUT/);
  });

  it('leaves nothing half written', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const running = start(await bundle(hurried(`
      job.log.info('started');
      for (;;) await job.model.write('big', Buffer.alloc(20 * 1024 * 1024, 'x'));
    `)), { SAGEMAKER_BASE_DIR: base });
    await running.says(/started/);

    running.child.kill('SIGTERM');
    await running.ended;

    expect(readdirSync(`${base}/model`)).toEqual(['big']);
    expect(statSync(`${base}/model/big`).size).toBe(20 * 1024 * 1024);
  });

  it('counts as stopped when nothing is left to wait for', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const running = start(await bundle(trainingProgram(`
      const open = setInterval(() => {}, 10);
      job.signal.addEventListener('abort', () => clearInterval(open));
      job.log.info('started');
      await new Promise(() => {});
    `)), { SAGEMAKER_BASE_DIR: base });
    await running.says(/started/);

    running.child.kill('SIGTERM');

    expect(await running.ended).toEqual({ exitCode: 0, signal: null });
  });

  it('does not fail the job when a promise that nobody awaits gives up', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const running = start(await bundle(trainingProgram(`
      const rejected = once(process, 'unhandledRejection');
      void sleep(60000, undefined, { signal: job.signal });
      job.log.info('started');
      await rejected;
    `)), { SAGEMAKER_BASE_DIR: base });
    await running.says(/started/);

    running.child.kill('SIGTERM');

    expect(await running.ended).toEqual({ exitCode: 0, signal: null });
    expect(failureOf(base)).toBeUndefined();
  });
});

describe('the log', () => {
  it('shows a metric while the job is running', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const running = start(await bundle(trainingProgram("job.metrics.emit('validation:accuracy', 0.5); for (;;) await sleep(1000);")), { SAGEMAKER_BASE_DIR: base });

    await running.says(/^metric validation:accuracy=0\.5;$/m);

    expect(running.child.exitCode).toBeNull();
  });

  it('obeys the level of the environment', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const { output } = await runToEnd(trainingProgram(`job.log.warn('seen'); ${SAVE}`), { SAGEMAKER_BASE_DIR: base, SAGEMAKER_CONTAINER_LOG_LEVEL: '30' });

    expect(output).toMatch(/^\S+ WARN seen\n$/);
  });

  it.each(['40', '"40"', 40])('obeys the level that the SDK sends as a hyperparameter: %j', async (level) => {
    const base = baseFolder({ ...ONE_CHANNEL, 'input/config/hyperparameters.json': { sagemaker_container_log_level: level } });
    const { output, exitCode } = await runToEnd(trainingProgram(`job.log.warn('unseen'); ${SAVE}`), { SAGEMAKER_BASE_DIR: base });

    expect({ output, exitCode }).toEqual({ output: '', exitCode: 0 });
  });

  it('is JSON where the environment says so, and metrics stay lines that their regex finds', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const { output } = await runToEnd(trainingProgram(`job.metrics.emit('validation:accuracy', 0.5); ${SAVE}`), { SAGEMAKER_BASE_DIR: base, SM_ALGORITHM_LOG_FORMAT: 'json' });
    const lines = output.trim().split('\n');

    expect(lines.filter((line) => !line.startsWith('{'))).toEqual(['metric validation:accuracy=0.5;']);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ level: 'INFO', message: expect.stringMatching(/^finished after/) });
  });
});
