import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadTraining } from '../../../src/runtime/training/load-training';
import { baseFolder, ONE_CHANNEL } from '../support/base-folder';
import { bundleEntry, signalTaken, start } from '../support/program';

/** Runs the entry program of a project to its end. */
async function run(module: string, files = ONE_CHANNEL) {
  const base = baseFolder(files);
  const running = start(await bundleEntry('train.ts', module), { SAGEMAKER_BASE_DIR: base });
  const { exitCode } = await running.ended;
  const failure = existsSync(`${base}/output/failure`) ? readFileSync(`${base}/output/failure`, 'utf8') : undefined;
  return { exitCode, failure, output: running.output(), base };
}

const SAVING = `
  import { defineTraining } from 'sm-algorithm/training';
  export default defineTraining(async (job) => { await job.model.write('m', '1'); });
`;

describe('the entry program of a project', () => {
  it('trains with the default export of src/train.ts', async () => {
    const { exitCode, failure, base } = await run(SAVING);

    expect({ exitCode, failure }).toEqual({ exitCode: 0, failure: undefined });
    expect(existsSync(`${base}/model/m`)).toBe(true);
  });

  it('fails with the error of the import, and with lines of the source in the log', async () => {
    const { exitCode, failure, output } = await run("throw new RangeError('no license file');\nexport default () => {};");

    expect({ exitCode, failure }).toEqual({ exitCode: 1, failure: 'RangeError: no license file' });
    expect(output).toMatch(/at .*src\/train\.ts:1:\d+/);
  });

  it('fails when the import ends the process', async () => {
    expect(await run('process.exit(0);\nexport default () => {};')).toMatchObject({
      exitCode: 1, failure: expect.stringMatching(/^the algorithm finished but wrote no model/),
    });
  });

  it('tells what is wrong with the input before it imports anything', async () => {
    const { exitCode, failure, output } = await run("console.log('imported');\nexport default () => {};", {});

    expect(exitCode).toBe(2);
    expect(failure).toMatch(/^channel training is missing/);
    expect(output).not.toContain('imported');
  });

  it('is stopped by a SIGTERM that comes while it imports, without running the handler', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const running = start(await bundleEntry('train.ts', `
      import { existsSync, writeSync } from 'node:fs';
      writeSync(1, 'importing\\n');
      while (!existsSync('${base}/go')) { /* as a large library does, without a look at the event loop */ }
      export default () => { throw new Error('started'); };
    `), { SAGEMAKER_BASE_DIR: base });
    await running.says(/importing/);

    running.child.kill('SIGTERM');
    await signalTaken(running.child.pid!);
    writeFileSync(`${base}/go`, '');

    expect(await running.ended).toEqual({ exitCode: 0, signal: null });
    expect(running.output()).toMatch(/SIGTERM: the job has 110 s to stop[^]*stopped as asked/);
    expect(existsSync(`${base}/output/failure`)).toBe(false);
  });

  it('fails with the name of the file when that has no default export', async () => {
    const { exitCode, failure } = await run('export const train = () => {};');

    expect(exitCode).toBe(1);
    expect(failure).toMatch(/^src\/train\.ts has no default export\nfix: export default defineTraining.*SMA_RUN_TRAINING_EXPORT/);
  });
});

it.each([[{ default: {} }, 'object'], [{ default: null }, 'null'], [{ default: 'x' }, 'string']])('refuses %j', async (module, type) => {
  await expect(loadTraining(() => Promise.resolve(module as never))).rejects.toMatchObject({
    code: 'SMA_RUN_TRAINING_EXPORT', message: `src/train.ts exports ${type} by default, not a function`,
  });
});
