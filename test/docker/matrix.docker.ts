import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Builder, buildKit, LEGACY, removeImages } from '../support/builders';
import { type HandMadeJob, handMadeJob, trainVolumes } from '../support/opt-ml';
import { type Packed, packed, run, succeed } from '../support/packed';

/** Name of the project, and so of its images. */
const NAME = 'sm-algorithm-matrix';
const LAYOUTS = { separate: ['training', 'inference'], combined: ['algorithm', 'algorithm'] } as const;
const FLAVORS = { slim: 'public.ecr.aws/docker/library/node:24-bookworm-slim', distroless: 'gcr.io/distroless/nodejs24-debian12' } as const;
type Layout = keyof typeof LAYOUTS;
type Flavor = keyof typeof FLAVORS;

/** Unit: bytes. What an image of the starter may add to its base. */
const OWN_MAX_BYTES = 2_000_000;

let pack: Packed;
let folder: string;
let builders: Builder[];

beforeAll(async () => {
  pack = await packed();
  folder = await pack.newProject('--name', NAME);
  builders = [LEGACY, await buildKit()];
});

afterEach(async () => {
  const { stdout } = await run('/', 'docker', ['ps', '--all', '--quiet', '--filter', `name=${NAME}`]);
  if (stdout) await run('/', 'docker', ['rm', '--force', '--volumes', ...stdout.split('\n')]);
});

afterAll(async () => {
  await removeImages(NAME);
  pack?.remove();
});

/** Makes the project one of that layout and flavour. */
async function define(layout: Layout, flavor: Flavor): Promise<void> {
  const file = join(folder, '.projenrc.ts');
  const text = readFileSync(file, 'utf8').replace(/imageLayout: .*,/, `imageLayout: '${layout}' as never, imageFlavor: '${flavor}' as never,`);
  writeFileSync(file, text);
  await succeed(folder, 'npx', ['projen']);
  await succeed(folder, 'npx', ['projen', 'bundle']);
}

const imageOf = (layout: Layout, command: 'train' | 'serve'): string => {
  const suffix = layout === 'combined' ? '' : `-${LAYOUTS[layout][command === 'train' ? 0 : 1]}`;
  return `${NAME}${suffix}:latest`;
};
const job = (): HandMadeJob => handMadeJob(mkdtempSync(join(folder, '.sm-algorithm', 'job-')));
const train = (of: HandMadeJob, image: string, options: string[] = [], args = ['train']) =>
  run(folder, 'docker', ['run', '--rm', '--network', 'none', '--name', `${NAME}-train`, ...trainVolumes(of), ...options, image, ...args]);

/** The answer of a served model to one flower. */
async function served(image: string, model: string, options: string[] = []): Promise<string> {
  await succeed(folder, 'docker', ['run', '--detach', '--publish', '127.0.0.1::8080', '--read-only', '--tmpfs', '/tmp', '--name', `${NAME}-serve`,
    '--volume', `${model}:/opt/ml/model:ro`, ...options, image, 'serve']);
  const address = (await succeed(folder, 'docker', ['port', `${NAME}-serve`, '8080/tcp'])).split('\n')[0];
  await succeed(folder, 'curl', ['--silent', '--fail', '--retry', '50', '--retry-delay', '0', '--retry-all-errors', '--retry-max-time', '30', `http://${address}/ping`]);
  const answer = await succeed(folder, 'curl', ['--silent', '--header', 'Content-Type: text/csv', '--data-binary', '6.7,3.0,5.2,2.3', `http://${address}/invocations`]);
  const stopped = performance.now();
  await succeed(folder, 'docker', ['stop', '--time', '30', `${NAME}-serve`]);
  // It hears SIGTERM: without that the engine would wait for its whole time.
  expect(performance.now() - stopped).toBeLessThan(10_000);
  await succeed(folder, 'docker', ['rm', `${NAME}-serve`]);
  return answer;
}

const bytesOf = async (image: string): Promise<number> =>
  Number(await succeed(folder, 'docker', ['image', 'inspect', '--format', '{{.Size}}', image]));

const CASES = (['slim', 'distroless'] as const).flatMap((flavor) => (['separate', 'combined'] as const).map((layout) => [flavor, layout] as const));

describe.each(CASES)('%s images of the %s layout', (flavor, layout) => {
  beforeAll(() => define(layout, flavor));

  test.each([[0], [1]])('are built, pass the checks 1 to 14, train and serve, with builder %i of the two', async (index) => {
    const { env } = builders[index];
    await succeed(folder, 'npx', ['sm-algorithm', 'image:build'], { env });
    const checked = await succeed(folder, 'npx', ['sm-algorithm', 'image:check'], { env });
    expect(checked).toMatch(/\d+ passed, 0 failed/);
    expect(new Set([...checked.matchAll(/^ +(\d+) [✔✖–] /gm)].map(([, number]) => number)).size).toBe(14);
    for (const command of ['train', 'serve'] as const) {
      expect(await bytesOf(imageOf(layout, command)) - await bytesOf(FLAVORS[flavor])).toBeLessThan(OWN_MAX_BYTES);
    }
    const of = job();

    const trained = await train(of, imageOf(layout, 'train'));
    const answer = await served(imageOf(layout, 'serve'), of.model);

    expect(trained.exitCode, trained.output).toBe(0);
    expect(readdirSync(of.model)).toEqual(['model.json', 'sm-algorithm.json']);
    expect(answer).toBe('virginica');
    rmSync(of.input, { recursive: true });
  });
});

describe('what image:size and image:sbom tell of a built image', () => {
  // The last case above: combined and distroless.
  test('are every byte once, and what is bundled; the base is unknown without its records', async () => {
    const size = JSON.parse((await run(folder, 'npx', ['sm-algorithm', 'image:size', '--json'])).stdout).images[0];
    const { output } = await run(folder, 'npx', ['sm-algorithm', 'image:sbom']);
    const sbom = JSON.parse(readFileSync(join(folder, '.sm-algorithm', 'sbom', 'algorithm.cdx.json'), 'utf8'));

    expect(size.treemap.bytes).toBe(size.bytes);
    expect(size.layers.map(({ holds }: { holds: string }) => holds)).toEqual(['programs and scripts', 'compiled program']);
    expect(size.programs.map(({ command }: { command: string }) => command)).toEqual(['train', 'serve']);
    expect(output).toMatch(/keeps no record of the packages of its base image/);
    expect(sbom.components.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['ml-cart', 'csv-parse', 'sm-algorithm', 'papaparse', 'node']));
    expect((await run(folder, 'docker', ['ps', '--all', '--quiet', '--filter', `label=sm-algorithm.project=${NAME}`])).stdout).toBe('');
  });
});

describe('an image without a shell', () => {
  const image = imageOf('combined', 'train');
  // What it does after the last case above: combined and distroless.
  const evil = '/opt/ml/input/data/training/evil.js';
  const EVIL = {
    'data/training/iris.csv': undefined,
    'data/training/evil.js': 'require("fs").writeFileSync("/opt/ml/model/evil", ""); process.exit(9)',
    'data/training/evil.so': 'no library',
  };

  test('has none, and refuses other words', async () => {
    for (const shell of ['sh', '/bin/sh', 'bash']) {
      expect((await run(folder, 'docker', ['run', '--rm', '--entrypoint', shell, image])).output).toMatch(/not found|no such file/);
    }
    const { exitCode, output } = await train(job(), image, [], ['shell']);
    expect(exitCode).toBe(64);
    expect(output).toContain('start it with the argument train or serve');
  });

  test.each([['by its entry point', [], ['train']], ['by the path of its program', ['--entrypoint', '/opt/program/train'], []]])(
    'runs no code of whoever sets the environment and fills the channels, started %s', async (_, options, args) => {
      const of = handMadeJob(mkdtempSync(join(folder, '.sm-algorithm', 'job-')), EVIL);
      const environment = [`NODE_OPTIONS=--require ${evil}`, `NODE_EXTRA_CA_CERTS=${evil}`, `OPENSSL_CONF=${evil}`, 'NODE_V8_COVERAGE=/opt/ml/model',
        'LD_PRELOAD=/opt/ml/input/data/training/evil.so', 'SAGEMAKER_BASE_DIR=/tmp', 'PATH=/opt/ml/input/data/training:/usr/bin', 'MARK=seen'];

      const { exitCode, output } = await train(of, image, [...environment.flatMap((entry) => ['--env', entry]), ...options], args);

      // The script is no row, which is the only thing that is wrong with it; the training got as far as that.
      expect(exitCode, output).toBe(1);
      expect(readdirSync(of.model)).toEqual([]);
      expect(readFileSync(join(of.output, 'failure'), 'utf8')).toMatch(/^evil\.(js|so)/);
      expect(output).not.toMatch(/LD_PRELOAD|cannot be preloaded|NODE_EXTRA_CA_CERTS/);
    });

  test.each([['root', []], ['another user', ['--user', '10001:10001']]])('leaves the programs in the group of their caller, as %s', async (_, options) => {
    const of = job();

    const { exitCode, output } = await train(of, image, [...options, '--read-only', '--tmpfs', '/tmp']);

    expect(exitCode, output).toBe(0);
    const groups = readdirSync(of.model).map((name) => join(of.model, name)).map((file) => run('/', 'stat', ['--format', '%g', file]));
    expect(new Set((await Promise.all(groups)).map(({ stdout }) => stdout))).toEqual(new Set([options.length > 0 ? '10001' : '0']));
  });
});
