import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { baseFolder, ONE_CHANNEL } from '../../runtime/support/base-folder';
import { bundle } from '../../runtime/support/program';
import { buildKit, LEGACY, removeImages } from '../../support/builders';
import { newProject, SMALLEST } from '../../support/new-project';
import { run, succeed } from '../../support/packed';
import { cli } from '../support/cli';

const KEY = '9c'.repeat(32);
const NAME = 'sm-algorithm-encrypted';
const SPEC = "{ ...SPEC, encryption: { keyId: 'k1', rotatedKeyIds: [], checkpoints: true } }";
const TRAIN = `
  import { runTraining } from '$runtime/training';
  import { SPEC } from '$spec';
  void runTraining(async () => ({ default: async (job) => {
    await job.model.write('m', 'PLANTED MARKER');
    await job.checkpoints.save('state', 'PLANTED MARKER');
  } }), ${SPEC});
`;
/** Loads the model, says what is in it, and is stopped. */
const SERVE = `
  import { runInference } from '$runtime/inference';
  import { SPEC } from '$spec';
  void runInference(async () => ({ default: {
    async loadModel(files, { log }) { log.info('the model is: ' + await files.read('m')); setTimeout(() => process.kill(process.pid, 'SIGTERM'), 10); return 1; },
    predict: () => [],
  } }), ${SPEC});
`;

/** A project whose images are built from the sources of the runtime; nothing is installed. */
async function project(): Promise<string> {
  const { outdir } = newProject({ ...SMALLEST, name: NAME, artifactEncryption: { keyId: 'k1' } });
  for (const [image, program, source] of [['training', 'train', TRAIN], ['inference', 'serve', SERVE]]) {
    mkdirSync(join(outdir, 'container', image, 'program'), { recursive: true });
    const file = await bundle(source);
    copyFileSync(file, join(outdir, 'container', image, 'program', `${program}.js`));
    copyFileSync(`${file}.map`, join(outdir, 'container', image, 'program', `${program}.js.map`));
  }
  mkdirSync(join(outdir, '.sm-algorithm', 'keys'), { recursive: true });
  writeFileSync(join(outdir, '.sm-algorithm', 'keys', 'k1'), KEY);
  return outdir;
}

afterAll(() => removeImages(`${NAME}-`));

describe('images of an algorithm that encrypts', () => {
  it('are refused by the legacy builder before anything is built', async () => {
    const { exitCode, stderr } = await cli(await project(), ['image:build'], { env: LEGACY.env });

    expect(exitCode).toBe(1);
    expect(stderr).toContain('SMA_CLI_BUILDER');
  });

  it('hold the key and show it nowhere; training encrypts with it and serving reads', async () => {
    const dir = await project();
    const built = await cli(dir, ['image:build', '--no-cache'], { env: (await buildKit()).env });
    expect(built.exitCode, built.stderr).toBe(0);
    const base = baseFolder(ONE_CHANNEL);
    for (const folder of ['model', 'checkpoints', 'output']) mkdirSync(`${base}/${folder}`);
    for (const folder of ['model', 'checkpoints', 'output']) chmodSync(`${base}/${folder}`, 0o777);
    const docker = (image: string, mounts: string[], command: string) => run(dir, 'docker', ['run', '--rm', '--network', 'none',
      '--user', `${process.getuid!()}:${process.getgid!()}`, '--env', 'SM_ALGORITHM_KEYS_DIR=/opt/ml/input/data/training',
      ...mounts.flatMap((mount) => ['--volume', `${base}/${mount}`]), `${NAME}-${image}`, command]);

    const trained = await docker('training', ['input:/opt/ml/input:ro', 'model:/opt/ml/model', 'checkpoints:/opt/ml/checkpoints', 'output:/opt/ml/output'], 'train');
    const served = await docker('inference', ['model:/opt/ml/model:ro'], 'serve');

    expect(trained.exitCode, trained.output).toBe(0);
    for (const file of ['model/m', 'checkpoints/rank0.state.1.checkpoint']) expect(readFileSync(`${base}/${file}`).includes('MARKER')).toBe(false);
    expect(served.output).toContain('INFO the model is: PLANTED MARKER');
    for (const image of ['training', 'inference']) {
      const shown = await succeed(dir, 'docker', ['history', '--no-trunc', `${NAME}-${image}`]) + await succeed(dir, 'docker', ['inspect', `${NAME}-${image}`]);
      expect(shown).not.toContain(KEY);
    }
    expect(trained.output + served.output + built.stderr + built.stdout).not.toContain(KEY);
  });

  it('take a key that has changed, whatever the builder has cached', async () => {
    const dir = await project();
    const { env } = await buildKit();
    const keyIn = async (key: string) => {
      writeFileSync(join(dir, '.sm-algorithm', 'keys', 'k1'), key);
      const built = await cli(dir, ['image:build', '--image', 'training'], { env });
      expect(built.exitCode, built.stderr).toBe(0);
      const shown = await succeed(dir, 'docker', ['history', '--no-trunc', `${NAME}-training`]);
      expect(shown).not.toContain('SM_ALGORITHM_KEYS_MARK');
      return succeed(dir, 'docker', ['run', '--rm', '--network', 'none', '--entrypoint', 'cat', `${NAME}-training`, '/opt/program/keys/k1']);
    };
    const changed = '4b'.repeat(32);

    expect(await keyIn(KEY)).toBe(KEY);
    expect(await keyIn(changed)).toBe(changed);
    expect(await keyIn(KEY)).toBe(KEY);
  });
});
