/** The samples as the bundles that a generated project would have. */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { TIMES } from './by-hand';
import { processServingTarget } from './serving-by-hand';
import { declaredInferenceFacts, type InferenceFacts } from '../../../src/cli/conformance/inference/facts';
import { SERVING_LIMITS, type ServingLimits } from '../../../src/cli/conformance/inference/limits';
import { InferenceSubject } from '../../../src/cli/conformance/inference/subject';
import { loadsInProcess } from '../../../src/cli/conformance/targets/load-model';
import { ProcessTarget } from '../../../src/cli/conformance/targets/process-target';
import { declaredFacts, type FurtherFacts, type TrainingFacts } from '../../../src/cli/conformance/training/facts';
import { TrainingSubject } from '../../../src/cli/conformance/training/subject';
import { start } from '../../../src/cli/exec';
import type { AlgorithmSpec } from '../../../src/contract/algorithm-spec';
import { type EncryptionSpec, keyIdsOf, KEYS_VARIABLE } from '../../../src/contract/encryption';
import { renderTemplate } from '../../../src/synth/template-file';

const ROOT = join(__dirname, '../../..');

/** Bundles the entry program that a project with the sample's code has; returns the file. */
export async function bundleSample(sample: string, word: 'train' | 'serve', dir: string, encryption?: EncryptionSpec): Promise<string> {
  const entry = join(dir, 'container', 'image', `${word}.ts`);
  mkdirSync(dirname(entry), { recursive: true });
  writeFileSync(entry, renderTemplate(`container/${word}.ts`, { marker: 'a test' }));
  cpSync(join(ROOT, 'samples', sample, 'src'), join(dir, 'src'), { recursive: true });
  const declared = join(dir, 'src', 'algorithm.ts');
  // As it is generated from a definition that asks for encryption.
  if (encryption) writeFileSync(declared, readFileSync(declared, 'utf8').replace('"training": {', `"encryption": ${JSON.stringify(encryption)},\n  "training": {`));
  const outfile = join(dir, `${word}.js`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'linked',
    logLevel: 'error',
    nodePaths: [join(ROOT, 'node_modules')],
    alias: { 'sm-algorithm/training': join(ROOT, 'src/runtime/training'), 'sm-algorithm/inference': join(ROOT, 'src/runtime/inference') },
  });
  return outfile;
}

export async function sampleFacts(sample: string, further: FurtherFacts = {}): Promise<TrainingFacts> {
  const { algorithm } = await import(`../../../samples/${sample}/src/algorithm.ts`) as { algorithm: AlgorithmSpec };
  return declaredFacts(algorithm, join(ROOT, 'samples', sample, 'test', 'data'), further);
}

/** A sample's two bundles as processes. */
export async function sampleSubject(
  sample: string, dir: string, further: FurtherFacts = {}, encryption?: EncryptionSpec,
): Promise<TrainingSubject> {
  const facts = await sampleFacts(sample, further);
  const keys = join(dir, 'keys');
  for (const id of encryption ? keyIdsOf(encryption) : []) {
    mkdirSync(keys, { recursive: true });
    writeFileSync(join(keys, id), randomBytes(32).toString('hex'));
  }
  const options = { start, dir, hostEnv: process.env, env: { [KEYS_VARIABLE]: keys }, signal: new AbortController().signal };
  const train = new ProcessTarget({ ...options, command: [process.execPath, '--enable-source-maps', await bundleSample(sample, 'train', dir, encryption)] });
  const loadModel = loadsInProcess({ ...options, command: [process.execPath, await bundleSample(sample, 'serve', dir, encryption)] });
  return new TrainingSubject(facts, train, loadModel, TIMES);
}

/** The classifier takes more than a minute for the 6.5 million rows of 100 MB; samples/streaming-linear shows that size. */
export const IRIS_LIMITS: ServingLimits = { ...SERVING_LIMITS, batchBodyMb: 8 };

/** The model that an ordinary job leaves, in a folder below `dir`. */
export async function trainedModel(subject: TrainingSubject, dir: string): Promise<string> {
  const { ended, lines, paths } = await subject.baseline();
  if (ended.exitCode !== 0) throw new Error(`${subject.facts.name} does not train: ${lines.map(({ text }) => text).join('\n')}`);
  const model = join(dir, 'trained');
  cpSync(paths.model, model, { recursive: true });
  await subject.target.close();
  return model;
}

export async function sampleInferenceFacts(sample: string, model: string): Promise<InferenceFacts> {
  const { algorithm } = await import(`../../../samples/${sample}/src/algorithm.ts`) as { algorithm: AlgorithmSpec };
  return declaredInferenceFacts(algorithm, join(ROOT, 'samples', sample, 'test', 'payloads'), { model, customAttributes: false });
}

/**
 * A sample's inference bundle as a process, on the model that its training bundle leaves.
 * @param env of the server, beside its own
 */
export async function sampleServing(
  sample: string, dir: string, further: FurtherFacts = {}, limits: ServingLimits = SERVING_LIMITS,
  env: Readonly<Record<string, string>> = {},
): Promise<InferenceSubject> {
  const facts = await sampleInferenceFacts(sample, await trainedModel(await sampleSubject(sample, dir, further), dir));
  const target = processServingTarget([process.execPath, '--enable-source-maps', await bundleSample(sample, 'serve', dir)], dir);
  return new InferenceSubject({ ...facts, env: { ...facts.env, ...env } }, target, limits);
}
