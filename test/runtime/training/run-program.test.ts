import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TrainingJob } from '../../../src/runtime/training';
import { hyperparameterArguments, runProgram } from '../../../src/runtime/training';
import { baseFolder, ONE_CHANNEL } from '../support/base-folder';
import { live } from '../support/live';
import { bundle, start } from '../support/program';
import type { Iris } from '../support/spec';

const sh = (job: TrainingJob<Iris>, script: string) => runProgram(job, '/bin/sh', ['-c', script]);
const running = (script: string) => live(ONE_CHANNEL, (job) => sh(job, script));

/** A program of a project whose handler runs a shell script. */
const programRunning = (script: string) => bundle(`
  import { defineTraining, runProgram, runTraining } from '$runtime/training';
  import { SPEC } from '$spec';
  void runTraining(async () => ({ default: defineTraining((job) => runProgram(job, '/bin/sh', ['-c', ${JSON.stringify(script)}])) }), SPEC);
`);

async function started(script: string, env: NodeJS.ProcessEnv = {}) {
  const base = baseFolder(ONE_CHANNEL);
  const program = start(await programRunning(script), { SAGEMAKER_BASE_DIR: base, ...env });
  const failure = () => existsSync(`${base}/output/failure`) ? readFileSync(`${base}/output/failure`, 'utf8') : undefined;
  return { ...program, base, failure };
}

const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('runProgram', () => {
  it('hands the variables and the arguments to the program, which writes the model', async () => {
    const { exitCode, base } = await live(ONE_CHANNEL, (job) =>
      runProgram(job, '/bin/sh', ['-c', 'echo "$SM_HP_MAX_DEPTH $EXTRA ${GONE-gone} $*" > "$SM_MODEL_DIR/m"', 'sh', ...hyperparameterArguments(job)], { env: { EXTRA: 'x', GONE: undefined } }));

    expect(exitCode).toBe(0);
    expect(readFileSync(`${base}/model/m`, 'utf8')).toBe('8 x gone --criterion gini --max_depth 8 --rate 0.1\n');
  });

  it('runs with the home of its user, not with the one that the environment of the job names', async () => {
    const { ended, base } = await started('echo "$HOME" > "$SM_MODEL_DIR/m"', { HOME: '/opt/ml/input/data/training' });

    expect((await ended).exitCode).toBe(0);
    expect(readFileSync(`${base}/model/m`, 'utf8')).toBe(`${userInfo().homedir}\n`);
  });

  it('runs in the folder that is asked for', async () => {
    const { base } = await live(ONE_CHANNEL, (job) => runProgram(job, 'sh', ['-c', 'pwd -P > m'], { cwd: job.model.path }));

    expect(readFileSync(`${base}/model/m`, 'utf8')).toMatch(/\/model\n$/);
  });

  it('ends the job with the exit code of the program and the end of its standard error', async () => {
    const { exitCode, failure } = await running("echo early >&2; printf 'Traceback (most recent call last):\\n  File \"train.py\", line 3\\nValueError: no rows\\n' >&2; exit 7");

    expect(exitCode).toBe(7);
    expect(failure).toMatch(/^sh ended with exit code 7: early \| ValueError: no rows\nfix: .*SMA_RUN_PROGRAM_FAILED/);
  });

  it('says so when the program says nothing, and keeps a long reason short', async () => {
    expect((await running('exit 3')).failure).toMatch(/^sh ended with exit code 3\nfix: /);
    const { ended, failure } = await started('i=0; while [ $i -lt 400 ]; do printf "word $i " >&2; i=$((i+1)); done; exit 1');
    await ended;
    expect(failure()!.length).toBeLessThan(900);
  });

  it.each([['kill -9 $$', 137, /^sh was ended by SIGKILL, as a rule because it ran out of memory\n/], ['exit 137', 137, /^sh ended with exit code 137, as a rule because it ran out of memory\n/],
    ['kill -SEGV $$', 139, /^sh was ended by SIGSEGV\n/]])('tells what ended it: %s', async (script, code, reason) => {
    const { exitCode, failure } = await running(script);

    expect(exitCode).toBe(code);
    expect(failure).toMatch(reason);
  });

  it('names a program that cannot be started', async () => {
    const { exitCode, failure } = await live(ONE_CHANNEL, (job) => runProgram(job, '/no/such/program'));

    expect(exitCode).toBe(1);
    expect(failure).toMatch(/^the program \/no\/such\/program cannot be started \(ENOENT\)\nfix: .*SMA_RUN_PROGRAM_START/);
  });

  it('leaves the failure file of the program as it is', async () => {
    const { exitCode, failure } = await running('echo mine > "$SM_OUTPUT_DIR/failure"; exit 4');

    expect({ exitCode, failure }).toEqual({ exitCode: 4, failure: 'mine\n' });
  });

  it('passes on what the program prints, both streams, as it comes', async () => {
    const { says, child, ended } = await started('echo "metric validation:accuracy=0.5;"; echo careful >&2; read forever < /dev/zero');

    await says(/^metric validation:accuracy=0\.5;$/m);
    await says(/^careful$/m);
    child.kill('SIGTERM');

    expect((await ended).exitCode).toBe(0);
  });

  it('does not wait for what the program leaves behind', async () => {
    const { exitCode } = await live(ONE_CHANNEL, async (job) => {
      await sh(job, 'sleep 600 & echo $! > "$SM_MODEL_DIR/pid"');
    });

    expect(exitCode).toBe(0);
  });

  it('does not wait for a daemon that holds its standard error open, in a session of its own', async () => {
    const { exitCode, base } = await live(ONE_CHANNEL, async (job) => {
      await sh(job, 'setsid sh -c \'echo $$ > "$SM_MODEL_DIR/pid"; exec sleep 600\' >/dev/null & until [ -s "$SM_MODEL_DIR/pid" ]; do sleep 0.01; done');
    });
    const pid = Number(readFileSync(`${base}/model/pid`, 'utf8'));
    onTestFinished(() => void process.kill(pid, 'SIGKILL'));

    expect(exitCode).toBe(0);
    expect(isAlive(pid)).toBe(true);
  });
});

describe('SIGTERM', () => {
  it('reaches the program, which saves, and the job ends with 0', async () => {
    const { says, child, ended, base, failure } = await started('trap \'echo saved > "$SM_MODEL_DIR/m"; exit 0\' TERM; echo started; while :; do sleep 0.05; done');
    await says(/^started/m);

    child.kill('SIGTERM');

    expect((await ended).exitCode).toBe(0);
    expect(failure()).toBeUndefined();
    expect(readFileSync(`${base}/model/m`, 'utf8')).toBe('saved\n');
    expect(existsSync(`${base}/model/sm-algorithm.json`)).toBe(true);
  });

  it.each([['has no use for it', 'exec sleep 600'], ['says so by its exit code', "trap 'exit 143' TERM; while :; do sleep 0.05; done"]])('is no failure when the program %s', async (_case, script) => {
    const { says, child, ended, failure } = await started(`echo started; ${script}`);
    await says(/^started/m);

    child.kill('SIGTERM');

    expect((await ended).exitCode).toBe(0);
    expect(failure()).toBeUndefined();
  });

  it('is a failure when the program fails because of it', async () => {
    const { says, child, ended, failure } = await started("trap 'echo no room >&2; exit 5' TERM; echo started; while :; do sleep 0.05; done");
    await says(/^started/m);

    child.kill('SIGTERM');

    expect((await ended).exitCode).toBe(5);
    expect(failure()).toMatch(/^sh ended with exit code 5: .*no room\n/);
  });

  it('reaches the processes that the program has started', async () => {
    const { says, child, ended } = await started('sleep 600 & echo "started $!"; wait');
    const pid = Number((await says(/started (\d+)/))[1]);

    child.kill('SIGTERM');
    await ended;

    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
  });
});

it('a program does not outlive a job that ends for another reason', async () => {
  const base = baseFolder(ONE_CHANNEL);
  const program = start(await bundle(`
    import { defineTraining, runProgram, runTraining } from '$runtime/training';
    import { SPEC } from '$spec';
    import { existsSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    void runTraining(async () => ({ default: defineTraining(async (job) => {
      void runProgram(job, 'sh', ['-c', 'echo $$ > ' + job.output.path + '/pid; echo "pid $$"; exec sleep 600']);
      while (!existsSync(job.output.path + '/pid')) await sleep(5);
      throw new Error('given up');
    }) }), SPEC);
  `), { SAGEMAKER_BASE_DIR: base });
  const pid = Number((await program.says(/pid (\d+)/))[1]);

  expect((await program.ended).exitCode).toBe(1);
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
});
