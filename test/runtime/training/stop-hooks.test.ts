import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StopHooks } from '../../../src/runtime/training/stop-hooks';
import { baseFolder, ONE_CHANNEL } from '../support/base-folder';
import { bundle, start, trainingProgram } from '../support/program';

/** 1 s between SIGTERM and SIGKILL, 0.6 s of it for ourselves. */
const hurried = (handler: string): string => `
  import { runTrainingWithin } from '$runtime/training/run-training';
  import { SPEC } from '$spec';
  import { setTimeout as sleep } from 'node:timers/promises';
  void runTrainingWithin(1000, 600, async () => ({ default: async (job) => { ${handler} } }), SPEC);
`;

/** Runs a job until it says "started", asks it to stop, waits for its end. */
async function stopped(source: string, env: NodeJS.ProcessEnv = {}) {
  const base = baseFolder(ONE_CHANNEL);
  const running = start(await bundle(source), { ...env, SAGEMAKER_BASE_DIR: base });
  await running.says(/started/);
  running.child.kill('SIGTERM');
  const { exitCode } = await running.ended;
  const failure = existsSync(`${base}/output/failure`) ? readFileSync(`${base}/output/failure`, 'utf8') : undefined;
  return { exitCode, failure, base, output: running.output() };
}

describe('a hook of job.onStop', () => {
  it('saves for a handler that cannot know of the stop, and the job ends with 0', async () => {
    const { exitCode, failure, base, output } = await stopped(trainingProgram(`
      job.onStop(async () => { await sleep(20); await job.checkpoints.save('state', 'x'); await job.model.write('m', '1'); });
      job.log.info('started');
      for (;;) await sleep(5);
    `));

    expect({ exitCode, failure }).toEqual({ exitCode: 0, failure: undefined });
    expect(existsSync(`${base}/checkpoints/rank0.state.1.checkpoint`)).toBe(true);
    expect(existsSync(`${base}/model/sm-algorithm.json`)).toBe(true);
    expect(output).toContain('INFO the hooks of job.onStop have run; the handler does not watch job.signal and is left\n');
  });

  it('does not cut short a handler that watches job.signal', async () => {
    const { exitCode, base } = await stopped(trainingProgram(`
      let saved = false;
      job.onStop(() => { saved = true; });
      job.log.info('started');
      while (!job.signal.aborted) await sleep(5);
      await sleep(100);
      await job.model.write('m', String(saved));
    `));

    expect(exitCode).toBe(0);
    expect(readFileSync(`${base}/model/m`, 'utf8')).toBe('true');
  });

  it('is waited for when the handler has returned', async () => {
    const { exitCode, base } = await stopped(trainingProgram(`
      job.onStop(async () => { await sleep(100); await job.model.write('m', '1'); });
      job.log.info('started');
      while (!job.signal.aborted) await sleep(5);
    `));

    expect(exitCode).toBe(0);
    expect(existsSync(`${base}/model/m`)).toBe(true);
  });

  it('that fails is the reason of the job, and the other ones run', async () => {
    const { exitCode, failure, base } = await stopped(trainingProgram(`
      job.onStop(() => { throw new Error('no room for the state'); });
      job.onStop(() => job.model.write('m', '1'));
      job.log.info('started');
      for (;;) await sleep(5);
    `));

    expect({ exitCode, failure }).toEqual({ exitCode: 1, failure: 'no room for the state' });
    expect(existsSync(`${base}/model/m`)).toBe(true);
  });

  it('that is done makes the end of the time no failure', async () => {
    const { exitCode, failure, output } = await stopped(hurried(`
      job.onStop(() => job.model.write('m', '1'));
      job.log.info('started ' + job.signal.aborted);
      for (;;) await sleep(5);
    `));

    expect({ exitCode, failure }).toEqual({ exitCode: 0, failure: undefined });
    expect(output).toContain('WARN the handler was still busy 0.4 s after the job was asked to stop; what the hooks of job.onStop have saved stays');
  });

  it('that is not done in time is', async () => {
    const { exitCode, failure } = await stopped(hurried("job.onStop(() => sleep(60000)); job.log.info('started'); for (;;) await sleep(5);"));

    expect(exitCode).toBe(1);
    expect(failure).toContain('SMA_RUN_STOP_TIMEOUT');
  });

  it('has the time left, and may end the process itself', async () => {
    const { exitCode, failure, output } = await stopped(trainingProgram(`
      job.onStop(() => { job.log.info('left: ' + (job.timeLeftMs() > 100000)); process.exit(0); });
      job.log.info('started');
      for (;;) await sleep(5);
    `));

    expect({ exitCode, failure }).toEqual({ exitCode: 0, failure: undefined });
    expect(output).toContain('INFO left: true');
  });
});

describe('a handler that is left while it goes on writing', () => {
  const sizesOf = (base: string): Record<string, number> =>
    Object.fromEntries(readdirSync(`${base}/model`).filter((name) => name !== 'sm-algorithm.json').map((name) => [name, statSync(`${base}/model/${name}`).size]));
  const manifestOf = (base: string): Record<string, number> => {
    const { files } = JSON.parse(readFileSync(`${base}/model/sm-algorithm.json`, 'utf8')) as { files: { name: string; bytes: number }[] };
    return Object.fromEntries(files.map(({ name, bytes }) => [name, bytes]));
  };
  const WRITING = "for (let text = 'x';; text += 'x') await job.model.write('m', text);";

  it.each<[string, string]>([
    ['awaits its writes', WRITING],
    ['takes no notice of what becomes of them', "for (let text = 'x';; text += 'x') await job.model.write('m', text).catch(() => {});"],
    ['awaits none of them', "for (let text = 'x';; text += 'x') { void job.model.write('m', text); await sleep(1); }"],
    ['writes checkpoints', "await job.model.write('m', '1'); for (;;) await job.checkpoints.save('state', 'x');"],
  ])('and %s does not keep the job from its end, and the manifest is true', async (_case, handler) => {
    const { exitCode, failure, base } = await stopped(trainingProgram(`
      job.onStop(() => job.checkpoints.save('last', 'x').then(() => {}));
      setTimeout(() => job.log.info('started'), 50);
      ${handler}
    `));

    expect({ exitCode, failure }).toEqual({ exitCode: 0, failure: undefined });
    expect(manifestOf(base)).toEqual(sizesOf(base));
    expect(readdirSync(`${base}/checkpoints`).filter((file) => file.startsWith('rank0.last'))).toHaveLength(1);
  });

  it('until the time is up does not change the model that the manifest is about', async () => {
    const { exitCode, base } = await stopped(hurried(`
      job.onStop(() => job.model.write('saved', '1'));
      setTimeout(() => job.log.info('started ' + job.signal.aborted), 50);
      ${WRITING}
    `));

    expect(exitCode).toBe(0);
    expect(manifestOf(base)).toEqual(sizesOf(base));
  });
});

describe('a stopped job whose handler waits for what cannot happen any more', () => {
  /** The body of a handler that leaves nothing to wake the process. */
  const dry = (hooks: string): string => `
    ${hooks}
    const open = setInterval(() => {}, 10);
    job.signal.addEventListener('abort', () => clearInterval(open));
    job.log.info('started');
    await new Promise(() => {});
  `;

  it('has the model that its hooks have saved, with its manifest', async () => {
    const { exitCode, failure, base } = await stopped(trainingProgram(dry("job.onStop(() => job.model.write('m', '1'));")));

    expect({ exitCode, failure }).toEqual({ exitCode: 0, failure: undefined });
    expect(readdirSync(`${base}/model`)).toEqual(['m', 'sm-algorithm.json']);
  });

  it('fails with what a hook has thrown', async () => {
    const { exitCode, failure } = await stopped(trainingProgram(dry("job.onStop(() => { throw new Error('no room for the state'); });")));

    expect({ exitCode, failure }).toEqual({ exitCode: 1, failure: 'no room for the state' });
  });

  it('fails when a hook waits like that', async () => {
    const { exitCode, failure } = await stopped(trainingProgram(dry('job.onStop(() => new Promise(() => {}));')));

    expect(exitCode).toBe(1);
    expect(failure).toContain('SMA_RUN_NEVER_FINISHED');
  });

  it('leaves no model that got past the encryption', async () => {
    const { exitCode, failure } = await stopped(`
      import { runTraining } from '$runtime/training';
      import { SPEC } from '$spec';
      import { writeFileSync } from 'node:fs';
      const spec = { ...SPEC, encryption: { keyId: 'k1', rotatedKeyIds: [], checkpoints: true } };
      const handler = async (job) => { ${dry("writeFileSync(job.model.path + '/m', 'plain');")} };
      void runTraining(async () => ({ default: handler }), spec);
    `, { SM_ALGORITHM_KEYS_DIR: baseFolder({ k1: '1f'.repeat(32) }) });

    expect(exitCode).toBe(1);
    expect(failure).toContain('SMA_RUN_MODEL_PLAIN');
  });

  it('is told by the job who leads it, not by a file that has changed since', async () => {
    const { exitCode, base } = await stopped(trainingProgram(`
      const { mkdirSync, writeFileSync } = process.getBuiltinModule('node:fs');
      mkdirSync(job.model.path + '/../input/config', { recursive: true });
      writeFileSync(job.model.path + '/../input/config/resourceconfig.json', '{ broken');
      ${dry("await job.model.write('m', '1');")}
    `));

    expect(exitCode).toBe(0);
    expect(readdirSync(`${base}/model`)).toEqual(['m', 'sm-algorithm.json']);
  });
});

it('a hook that failed, not the time that ran out, is the reason of a job that is still busy then', async () => {
  const { exitCode, failure } = await stopped(hurried(`
    job.onStop(() => { throw new Error('no room for the state'); });
    job.log.info('started ' + job.signal.aborted);
    for (;;) await sleep(5);
  `));

  expect({ exitCode, failure }).toEqual({ exitCode: 1, failure: 'no room for the state' });
});

describe('StopHooks', () => {
  it('run once, one after the other, those that come late as well', async () => {
    const hooks = new StopHooks();
    const done: string[] = [];
    const hook = (name: string) => async () => {
      await new Promise(setImmediate);
      done.push(name);
    };
    hooks.add(hook('a'));
    hooks.add(hook('b'));
    expect(hooks.haveRun).toBe(false);

    hooks.run();
    hooks.run();
    hooks.add(hook('c'));
    await hooks.settled();

    expect(done).toEqual(['a', 'b', 'c']);
    expect([hooks.haveRun, hooks.haveSaved]).toEqual([true, true]);
  });

  it('have not run when there are none', async () => {
    const hooks = new StopHooks();
    hooks.run();
    await hooks.settled();

    expect([hooks.haveRun, hooks.haveSaved]).toEqual([false, false]);
  });

  it('tell the first error, after all have run', async () => {
    const hooks = new StopHooks();
    let last = false;
    hooks.add(() => Promise.reject(new Error('first')));
    hooks.add(() => { throw new Error('second'); });
    hooks.add(() => void (last = true));
    hooks.run();

    await expect(hooks.settled()).rejects.toThrow('first');
    expect([last, hooks.haveRun, hooks.haveSaved]).toEqual([true, true, false]);
  });
});
