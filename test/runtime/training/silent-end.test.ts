import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAILURE_REASON_MAX_CHARS } from '../../../src/contract/job-outcome';
import { optMlPaths } from '../../../src/contract/opt-ml';
import { expectSilentEnd, isSilentEnd, withdrawSilentEnd } from '../../../src/runtime/training/silent-end';
import { baseFolder, ONE_CHANNEL } from '../support/base-folder';
import { bundle, runToEnd, start, trainingProgram } from '../support/program';

const REASON = /^the process was killed or crashed without giving a reason; as a rule it ran out of memory \(it had \d.* [GM]iB, the JavaScript heap \d.* [GM]iB of it\)\nfix: .*\(SMA_RUN_SILENT_END\)$/;
const failureOf = (base: string): string | undefined => existsSync(`${base}/output/failure`) ? readFileSync(`${base}/output/failure`, 'utf8') : undefined;

describe('a job that cannot say why it ends leaves a reason', () => {
  it('when the kernel kills it', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const running = start(await bundle(trainingProgram("job.log.info('started'); for (;;) await sleep(5);")), { SAGEMAKER_BASE_DIR: base });
    await running.says(/started/);

    running.child.kill('SIGKILL');
    await running.ended;

    expect(failureOf(base)).toMatch(REASON);
  });

  it('when its JavaScript heap is full, and ends as a crash', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const { exitCode, signal, output } = await runToEnd(
      trainingProgram('const all = []; for (;;) all.push(new Array(1000).fill(job).map((one) => ({ one })));'),
      { SAGEMAKER_BASE_DIR: base, NODE_OPTIONS: '--max-old-space-size=40' });

    expect(exitCode === 0).toBe(false);
    expect(signal).toBe('SIGABRT');
    expect(output).toContain('JavaScript heap out of memory');
    expect(failureOf(base)).toMatch(REASON);
    expect(failureOf(base)!.length).toBeLessThan(FAILURE_REASON_MAX_CHARS);
  });

  it('when native code crashes before the module is loaded', async () => {
    const base = baseFolder(ONE_CHANNEL);
    await runToEnd(`
      import { runTraining } from '$runtime/training';
      import { SPEC } from '$spec';
      void runTraining(async () => { process.abort(); }, SPEC);
    `, { SAGEMAKER_BASE_DIR: base });

    expect(failureOf(base)).toMatch(REASON);
  });
});

describe('a job that can say it', () => {
  const ending = async (handler: string) => {
    const base = baseFolder(ONE_CHANNEL);
    const { exitCode } = await runToEnd(trainingProgram(handler), { SAGEMAKER_BASE_DIR: base });
    return { exitCode, failure: failureOf(base) };
  };

  it('replaces the reason by its own', async () => {
    expect(await ending("throw new Error('no rows');")).toEqual({ exitCode: 1, failure: 'no rows' });
  });

  it('takes the reason back when it succeeds, also by process.exit(0)', async () => {
    expect(await ending("await job.model.write('m', '1');")).toEqual({ exitCode: 0, failure: undefined });
    expect(await ending("await job.model.write('m', '1'); process.exit(0);")).toEqual({ exitCode: 0, failure: undefined });
  });

  it('leaves what the algorithm wrote itself', async () => {
    expect(await ending("require('node:fs').writeFileSync(job.output.path + '/../failure', 'mine'); process.exit(7);")).toEqual({ exitCode: 7, failure: 'mine' });
  });
});

describe('the reason of a silent end', () => {
  it('is put in place of one of an earlier start, and of nothing else', () => {
    const paths = optMlPaths(baseFolder({ 'output/failure': 'earlier\n(SMA_RUN_SILENT_END)' }));
    expectSilentEnd(paths);
    expect(readFileSync(paths.failure, 'utf8')).toMatch(REASON);

    writeFileSync(paths.failure, 'told by somebody');
    expectSilentEnd(paths);
    withdrawSilentEnd(paths);
    expect(readFileSync(paths.failure, 'utf8')).toBe('told by somebody');
    expect(isSilentEnd(paths)).toBe(false);
  });

  it('is missing where it cannot be written, without harm', () => {
    const paths = optMlPaths(baseFolder({ output: 'a file in the way' }));

    expectSilentEnd(paths);
    withdrawSilentEnd(paths);

    expect(isSilentEnd(paths)).toBe(false);
  });
});

it('the reason that replaces it may be shorter, or longer and not of ASCII', async () => {
  for (const message of ['x', 'ü'.repeat(900)]) {
    const base = baseFolder(ONE_CHANNEL);
    await runToEnd(trainingProgram(`throw new Error(${JSON.stringify(message)});`), { SAGEMAKER_BASE_DIR: base });

    expect(failureOf(base)).toBe(message);
  }
});
