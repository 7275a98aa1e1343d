import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { MODEL_SERVER_ENV } from '../../src/contract/container-env.js';
import { Concurrency, Starter, type SmAlgorithmProjectOptions } from '../../src/index.js';
import { starterDefinition } from '../../src/plan/starter-definition.js';
import type { Engine, Env } from '../docker.mjs';
import { benchSource, REPOSITORY, withProject } from '../project.mjs';

const channels = [{ name: 'training', contentTypes: ['text/csv'] }];

const ADDING = `
  import { defineInference } from 'sm-algorithm/inference';
  import type { Algorithm } from './algorithm';
  import { sumRows } from './sum-rows';

  export default defineInference<Algorithm, undefined>({
    loadModel: () => undefined,
    predict: (_model, records) => sumRows(records as readonly string[][]),
  });
`;

/** What an image is told so that so many processes serve. */
export const inProcesses = (processes: number): Env => ({ [MODEL_SERVER_ENV.workers[0]]: `${processes}` });

/** What the walkthrough's server does. */
const ECHO = `
  import { defineRawInference } from 'sm-algorithm/inference';
  import type { Algorithm } from './algorithm';

  export default defineRawInference<Algorithm, undefined>({
    loadModel: () => undefined,
    invoke: (_model, request) => ({ body: JSON.stringify({ prediction: 'a', text: request.body.toString() }) }),
  });
`;

/** The walkthrough's server, inline. */
export async function echoImage(engine: Engine): Promise<string> {
  const inference = { contentTypes: ['text/csv'], concurrency: Concurrency.inline() };
  return withProject({ name: 'bench-echo', training: { channels }, inference }, { 'src/inference.ts': ECHO }, (project) =>
    engine.build('echo', project.image('inference')));
}

/** Adds up rows, in the thread that serves. */
export async function sumImage(engine: Engine): Promise<string> {
  const definition: SmAlgorithmProjectOptions = { name: 'bench-sum', training: { channels }, inference: { contentTypes: ['text/csv'], concurrency: Concurrency.inline() } };
  const sources = { 'src/inference.ts': ADDING, 'src/sum-rows.ts': benchSource('inference/sum-rows.ts') };
  return withProject(definition, sources, (project) => engine.build('sum', project.image('inference')));
}

const busy = (stepsPerMs: number): string => `
  import { defineInference } from 'sm-algorithm/inference';
  import type { Algorithm } from './algorithm';
  import { burn } from './burn';

  export default defineInference<Algorithm, undefined>({
    loadModel: () => undefined,
    predict: (_model, records) => records.map((record) => {
      const milliseconds = Number((record as readonly string[])[0]);
      // Never so; but the work must not be left out.
      if (burn(milliseconds * ${stepsPerMs}) === 0.5) throw new Error('cannot be');
      return milliseconds;
    }),
  });
`;

/**
 * Takes the processor for as long as a request says, and repeats it.
 * @param stepsPerMs steps of `burn` in a millisecond
 */
export async function busyImage(engine: Engine, name: string, concurrency: Concurrency, stepsPerMs: number): Promise<string> {
  const definition: SmAlgorithmProjectOptions = { name, training: { channels }, inference: { contentTypes: ['text/csv'], concurrency } };
  const sources = { 'src/inference.ts': busy(stepsPerMs), 'src/burn.ts': benchSource('inference/burn.ts') };
  return withProject(definition, sources, (project) => engine.build(name, project.image('inference')));
}

/** A starter's image with its model: the model is a folder for `/opt`, since the image has no `/opt/ml`. */
export interface IrisImage {
  readonly image: string;
  readonly folders: Readonly<Record<string, string>>;
}

/** The iris starter, as `npx projen new` makes it, trained on its sample data. */
export async function withIris<T>(engine: Engine, run: (iris: IrisImage) => Promise<T>): Promise<T> {
  const { deps: _, ...starter } = starterDefinition(Starter.IRIS_DECISION_TREE);
  return withProject({ name: 'bench-iris', ...starter }, {}, async (project) => {
    const image = await engine.build('iris', project.image('inference'));
    const opt = join(project.folder, 'opt');
    const ml = join(opt, 'ml');
    mkdirSync(join(ml, 'input', 'config'), { recursive: true });
    cpSync(join(REPOSITORY, 'samples', 'iris-decision-tree', 'test', 'data'), join(ml, 'input', 'data'), { recursive: true });
    writeFileSync(join(ml, 'input', 'config', 'hyperparameters.json'), '{}');
    await execa(process.execPath, [join(project.image('training'), 'program', 'train.js')], { env: { SAGEMAKER_BASE_DIR: ml } });
    return run({ image, folders: { '/opt': opt } });
  });
}
