import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { processTarget } from './by-hand';
import { describeChecks, NOT_OF_SAMPLES } from './describe-checks';
import { buildServedByHand, SERVING_PREFIX } from './images';
import { SERVING_IMAGE_FAULTS } from './inference-faults';
import { IRIS_LIMITS, trainedModel } from './sample-programs';
import { HASTY_LIMITS, servingSubject, SMALL_LIMITS } from './serving-by-hand';
import { projectInferenceFacts } from '../../../src/cli/conformance/inference/facts';
import { INFERENCE_CHECKS } from '../../../src/cli/conformance/inference/inference-checks';
import { SERVING_LIMITS, type ServingLimits } from '../../../src/cli/conformance/inference/limits';
import { InferenceSubject } from '../../../src/cli/conformance/inference/subject';
import { DockerServingTarget } from '../../../src/cli/conformance/targets/docker-serving-target';
import type { DockerTargetOptions } from '../../../src/cli/conformance/targets/docker-target';
import { projectFacts, type FurtherFacts } from '../../../src/cli/conformance/training/facts';
import { TrainingSubject } from '../../../src/cli/conformance/training/subject';
import { Docker } from '../../../src/cli/docker/docker';
import { run } from '../../../src/cli/exec';
import { bundlePath, readProject } from '../../../src/cli/project';
import { imageFor } from '../../../src/contract/plan';
import { type Packed, packed, succeed } from '../../support/packed';
import { tmpDir } from '../../support/tmp-dir';
import { docker, leftovers, removeImages } from '../support/engine-state';

const images: string[] = [];
let pack: Packed | undefined;

afterAll(() => {
  removeImages(...images);
  pack?.remove();
});

const optionsFor = (image: string, dir: string): DockerTargetOptions =>
  ({ docker: new Docker('docker', run), image, project: 'kit', dir, signal: new AbortController().signal });

function built(name: string, faults: readonly string[], dir: string): string {
  const image = buildServedByHand(name, faults, dir);
  images.push(image);
  return image;
}

/**
 * The inference image of a new project, as somebody builds it who has the package only, on the model of its training bundle.
 * @param env of the server, beside its own
 */
async function projectServing(
  dir: string, starter: string, layout: string, limits: ServingLimits, training: FurtherFacts = {},
  env: Readonly<Record<string, string>> = {},
): Promise<InferenceSubject> {
  pack ??= await packed();
  const path = await pack.newProject('--name', `${starter}-${layout}`, '--starter', starter, '--image-layout', layout);
  await succeed(path, 'npx', ['projen', 'bundle']);
  const project = await readProject(path);
  const { folder } = imageFor(project.plan, 'serve');
  const image = `${SERVING_PREFIX}-${starter}-${layout}`;
  docker('build', '--quiet', '--tag', image, join(path, folder));
  images.push(image);
  const train = processTarget([process.execPath, bundlePath(project, 'train')], dir);
  const model = await trainedModel(new TrainingSubject(await projectFacts(project, training), train), dir);
  const facts = await projectInferenceFacts(project, { model, customAttributes: false });
  return new InferenceSubject({ ...facts, env: { ...facts.env, ...env } }, new DockerServingTarget(optionsFor(image, dir)), limits);
}

describeChecks('an image with the server written by hand, without a fault', INFERENCE_CHECKS, async (dir) =>
  servingSubject(new DockerServingTarget(optionsFor(built('good', [], dir), dir)), dir), NOT_OF_SAMPLES);

describeChecks('the inference image of a new project', INFERENCE_CHECKS, (dir) => projectServing(dir, 'iris-decision-tree', 'separate', IRIS_LIMITS), NOT_OF_SAMPLES);
describeChecks(
  'the combined image of a new project, in two processes that serve',
  INFERENCE_CHECKS,
  (dir) => projectServing(dir, 'iris-decision-tree', 'combined', IRIS_LIMITS, {}, { SAGEMAKER_MODEL_SERVER_WORKERS: '2' }),
  NOT_OF_SAMPLES,
);
describeChecks(
  'the combined image of streaming-linear',
  INFERENCE_CHECKS,
  (dir) => projectServing(dir, 'streaming-linear', 'combined', SERVING_LIMITS, { given: { epochs: '3' } }),
  NOT_OF_SAMPLES,
);

describe('an image with the server written by hand, with one fault', () => {
  afterEach(() => expect(leftovers().filter((name) => name.includes(' sma-check-'))).toEqual([]));

  test.each(SERVING_IMAGE_FAULTS)('fails check $check: $faults', async ({ check: number, faults, evidence, facts, hasty }) => {
    const dir = tmpDir('sma-kit-');
    const check = INFERENCE_CHECKS.find((one) => one.number === number)!;
    const target = new DockerServingTarget(optionsFor(built(`fault-${faults}`, faults.split(' '), dir), dir));

    const subject = servingSubject(target, dir, facts, hasty ? { ...HASTY_LIMITS, readyMs: 10_000 } : SMALL_LIMITS);
    const verdict = await check.run(subject).finally(() => target.close());

    expect(verdict, JSON.stringify(verdict, null, 2)).toMatchObject({ verdict: 'fail' });
    expect('evidence' in verdict && verdict.evidence.join('\n')).toMatch(evidence);
  });
});
