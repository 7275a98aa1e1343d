import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseModelManifest } from '../../../src/contract/model-manifest';
import type { TrainingJob } from '../../../src/runtime/training';
import { ModelSeal } from '../../../src/runtime/training/model-seal';
import { StopRequest } from '../../../src/runtime/training/stop-request';
import { tmpDir } from '../../support/tmp-dir';
import { ONE_CHANNEL } from '../support/base-folder';
import { live } from '../support/live';
import { runToEnd, trainingProgram } from '../support/program';
import { SPEC, type Iris } from '../support/spec';

const MANIFEST = 'model/sm-algorithm.json';
const textAt = (base: string): string => readFileSync(`${base}/${MANIFEST}`, 'utf8');

async function trained(job: TrainingJob<Iris>): Promise<void> {
  await job.model.write('z.json', '{"ü":1}');
  await job.model.write('parts/1.bin', new Uint8Array(3));
  job.metrics.emit('validation:accuracy', 0.5);
  job.metrics.emit('validation:accuracy', 0.75);
}

describe('the manifest of a model', () => {
  it('names the algorithm, the hyperparameters in force, the last metrics and every file with its size', async () => {
    const { base } = await live({ ...ONE_CHANNEL, 'input/config/hyperparameters.json': { max_depth: '3', sagemaker_x: '1' } }, trained);

    expect(JSON.parse(textAt(base))).toEqual({
      formatVersion: 1,
      algorithm: { name: 'iris', version: '1.2.0' },
      hyperparameters: { max_depth: 3, rate: 0.1, criterion: 'gini' },
      metrics: { 'validation:accuracy': 0.75 },
      files: [{ name: 'parts/1.bin', bytes: 3 }, { name: 'z.json', bytes: 8 }],
    });
  });

  it('is read by the one that serves', async () => {
    const { base } = await live(ONE_CHANNEL, trained);

    expect(parseModelManifest(textAt(base))).toEqual({ manifest: JSON.parse(textAt(base)) });
  });

  it('is the same, byte for byte, when the training is the same', async () => {
    const [one, two] = await Promise.all([live(ONE_CHANNEL, trained), live(ONE_CHANNEL, trained)]);

    expect(textAt(one.base)).toBe(textAt(two.base));
  });

  it('replaces one that was there before', async () => {
    const { base } = await live({ ...ONE_CHANNEL, [MANIFEST]: 'stale', 'model/old': '1' }, () => {});

    expect(JSON.parse(textAt(base))).toMatchObject({ files: [{ name: 'old', bytes: 1 }] });
  });

  it('is no model by itself', async () => {
    const { failure } = await live({ ...ONE_CHANNEL, [MANIFEST]: '{}' }, () => {});

    expect(failure).toContain('SMA_RUN_MODEL_EMPTY');
  });

  it('cannot be written by the algorithm', async () => {
    const { failure } = await live(ONE_CHANNEL, (job) => job.model.write('sm-algorithm.json', '{}'));

    expect(failure).toMatch(/^file name "sm-algorithm\.json" is not usable: the runtime writes this file itself\n.*SMA_RUN_FILE_NAME/);
  });

  it('leaves out what another host has not written to its end', async () => {
    const { base } = await live(ONE_CHANNEL, async (job) => {
      await trained(job);
      writeFileSync(`${job.model.path}/.b.bin.1-7.tmp`, 'half');
    });

    expect(JSON.parse(textAt(base)).files).toHaveLength(2);
  });

  it('is written by the leader only', async () => {
    const resources = { current_host: 'algo-2', hosts: ['algo-1', 'algo-2'] };
    const { base } = await live({ ...ONE_CHANNEL, 'input/config/resourceconfig.json': resources }, async (job) => {
      await job.model.write('model.json', '1');
      writeFileSync(`${job.model.path}/part-2`, '1');
    });

    expect(readdirSync(`${base}/model`)).toEqual(['part-2']);
  });

  it('belongs to a model that was saved because of a stop, and not to an empty folder', async () => {
    const stopping = async (act: (job: TrainingJob<Iris>) => Promise<void>) => {
      const stop = new StopRequest(1_000);
      const { base } = await live(ONE_CHANNEL, (job) => {
        stop.make();
        return act(job);
      }, { stop });
      return readdirSync(`${base}/model`);
    };

    expect(await stopping(trained)).toContain('sm-algorithm.json');
    expect(await stopping(async () => {})).toEqual([]);
  });

  it('is there when the algorithm ends the process itself', async () => {
    const { base } = await live(ONE_CHANNEL, () => Promise.reject(new Error('only for its folder')));
    const { exitCode } = await runToEnd(
      trainingProgram("await job.model.write('m', '1'); job.metrics.emit('validation:accuracy', 0.5); process.exit(0);"), { SAGEMAKER_BASE_DIR: base });

    expect(exitCode).toBe(0);
    expect(JSON.parse(textAt(base))).toMatchObject({ hyperparameters: { max_depth: 8 }, metrics: { 'validation:accuracy': 0.5 }, files: [{ name: 'm', bytes: 1 }] });
  });
});

describe('a model that cannot be packed', () => {
  const close = (folder: string) => () => new ModelSeal(SPEC, folder).close({ isStopped: false });

  it('has a name that is no text', () => {
    const folder = tmpDir();
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/a`), Buffer.from([0xff])]), '1');

    expect(close(folder)).toThrowError(expect.objectContaining({ code: 'SMA_RUN_FILE_NAME', message: 'file name "a\ufffd" is not usable: it is not text in UTF-8' }));
  });

  it('has nothing but empty folders', () => {
    const folder = tmpDir();
    mkdirSync(`${folder}/a/b`, { recursive: true });

    expect(close(folder)).toThrowError(expect.objectContaining({ code: 'SMA_RUN_MODEL_EMPTY' }));
  });

  it('may have names that serving cannot look up, which the manifest leaves out', () => {
    const folder = tmpDir();
    writeFileSync(`${folder}/a\\b`, '1');
    writeFileSync(`${folder}/c`, '1');

    close(folder)();

    expect(JSON.parse(readFileSync(`${folder}/sm-algorithm.json`, 'utf8')).files).toEqual([{ name: 'c', bytes: 1 }]);
  });
});
