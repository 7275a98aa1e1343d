import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { withEngine } from './docker.mjs';
import { type Figure, inTurns, reportFigures } from './figures.mjs';
import { debianImage } from './inference/images.mjs';
import { median } from './paired.mjs';
import { type BenchProject, withProject } from './project.mjs';
import { ImageFlavor, Starter, type SmAlgorithmProjectOptions } from '../src/index.js';
import { DEFAULTS } from '../src/plan/defaults.js';
import { starterDefinition } from '../src/plan/starter-definition.js';

/** What an image of the starter may add to its base. Unit: MB (10^6 bytes). */
const OWN_MAX_MB = 2;
/** What a rebuild after an edit may take beyond a build in which nothing has changed. Unit: s. */
const REBUILD_MAX_SECONDS = 1.5;
const ROUNDS = 7;

const megabytes = async (image: string): Promise<number> =>
  Number((await execa('docker', ['image', 'inspect', '--format', '{{.Size}}', image])).stdout) / 1e6;

function definition(imageFlavor: ImageFlavor): SmAlgorithmProjectOptions {
  const { deps: _, ...starter } = starterDefinition(Starter.IRIS_DECISION_TREE);
  return { name: `bench-${imageFlavor}`, ...starter, imageFlavor };
}

/** The starter's inference image beside its base, and beside what does the same in Python. */
async function sizeFigure(flavor: 'slim' | 'distroless', image: string, python: string): Promise<Figure> {
  const base = DEFAULTS.baseImage[flavor](DEFAULTS.imageNodeVersion);
  const [own, below] = [await megabytes(image), await megabytes(base)];
  return {
    name: `${flavor} inference image of the starter, beyond its base`,
    value: own - below,
    unit: 'MB',
    atMost: OWN_MAX_MB,
    beside: `${own.toFixed(0)} MB in all, base ${below.toFixed(0)} MB; ${python}`,
  };
}

/** Unit: s. */
async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

/** From an edited handler to an image, bundling included, beside a build of an image that is up to date. */
async function rebuildFigure(project: BenchProject, image: string): Promise<Figure> {
  let edits = 0;
  const build = () => execa('docker', ['build', '--tag', image, project.image('inference')]);
  const bundle = () => execa(join(project.folder, 'node_modules', '.bin', 'esbuild'), [
    'container/inference/serve.ts', '--bundle', '--platform=node', '--target=node24', '--format=cjs', '--sourcemap', '--sources-content=false',
    '--outfile=container/inference/program/serve.js', '--log-level=warning',
  ], { cwd: project.folder });
  const rounds = await inTurns(ROUNDS, {
    nothing: async () => {
      // What the other side has built is up to date.
      await build();
      return seconds(build);
    },
    edit: async () => {
      // Never the same twice, in no run: layers follow from their inputs alone, and a builder would find an older one in its cache.
      appendFileSync(join(project.folder, 'src', 'inference.ts'), `\nconsole.debug('edit ${Date.now()} ${edits++}');\n`);
      return seconds(async () => {
        await bundle();
        await build();
      });
    },
  });
  const [edit, nothing] = [median(rounds.edit), median(rounds.nothing)];
  return {
    name: 'rebuild after an edited handler, bundling included, beyond a build of nothing',
    value: edit - nothing,
    unit: 's',
    atMost: REBUILD_MAX_SECONDS,
    beside: `${edit.toFixed(2)} s and ${nothing.toFixed(2)} s`,
  };
}

/** Sizes of images, and the time that an edit takes to become one. */
export async function benchImages(): Promise<void> {
  await withEngine(async (engine) => {
    const flask = await megabytes(await debianImage(engine, 'flask'));
    const sklearn = await megabytes(await debianImage(engine, 'sklearn'));
    const python = `Flask ${flask.toFixed(0)} MB; nginx, gunicorn, Flask, pandas and scikit-learn ${sklearn.toFixed(0)} MB`;
    const figures: Figure[] = [];
    for (const flavor of [ImageFlavor.SLIM, ImageFlavor.DISTROLESS] as const) {
      await withProject(definition(flavor), {}, async (project) => {
        const image = await engine.build(flavor, project.image('inference'));
        figures.push(await sizeFigure(flavor, image, python));
        if (flavor === ImageFlavor.SLIM) figures.push(await rebuildFigure(project, image));
      });
    }
    reportFigures(figures);
  });
}
