import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { byHand, IMAGE_FAULTS, TIMES } from './by-hand';
import { describeChecks, NOT_OF_IRIS } from './describe-checks';
import { buildByHand, PREFIX } from './images';
import { DockerTarget, type DockerTargetOptions } from '../../../src/cli/conformance/targets/docker-target';
import { loadsInContainer } from '../../../src/cli/conformance/targets/load-model';
import { type FurtherFacts, projectFacts } from '../../../src/cli/conformance/training/facts';
import { CHECK_TIMES, TrainingSubject } from '../../../src/cli/conformance/training/subject';
import { TRAINING_CHECKS } from '../../../src/cli/conformance/training/training-checks';
import { Docker } from '../../../src/cli/docker/docker';
import { run } from '../../../src/cli/exec';
import { readProject } from '../../../src/cli/project';
import { imageFor } from '../../../src/contract/plan';
import type { ContainerCommand } from '../../../src/contract/program';
import { type Packed, packed, succeed } from '../../support/packed';
import { tmpDir } from '../../support/tmp-dir';
import { docker, leftovers, removeImages } from '../support/engine-state';

/** Jobs of images take seconds where those of processes take a tenth of one. */
const IMAGE_TIMES = { ...TIMES, jobMs: 60_000 };

/** What learns in one piece hears a signal when that is done, and says what came of it in its end. */
const PROJECT_TIMES = { ...IMAGE_TIMES, stopMs: 30_000, lastingMs: CHECK_TIMES.lastingMs };

const images: string[] = [];
let pack: Packed | undefined;

afterAll(() => {
  removeImages(...images);
  pack?.remove();
});
afterEach(() => expect(leftovers()).toEqual([]));

const optionsFor = (image: string, dir: string): DockerTargetOptions =>
  ({ docker: new Docker('docker', run), image, project: 'kit', dir, signal: new AbortController().signal });

function built(name: string, faults: readonly string[], dir: string): string {
  const image = buildByHand(name, faults, dir);
  images.push(image);
  return image;
}

/** The images of a new project, as somebody builds them who has the package only. */
async function projectSubject(dir: string, starter: string, layout: string, further: FurtherFacts = {}): Promise<TrainingSubject> {
  pack ??= await packed();
  const path = await pack.newProject('--name', `${starter}-${layout}`, '--starter', starter, '--image-layout', layout);
  await succeed(path, 'npx', ['projen', 'bundle']);
  const project = await readProject(path);
  const imageOf = (command: ContainerCommand) => {
    const { folder, name } = imageFor(project.plan, command);
    const image = `${PREFIX}-${starter}-${layout}-${name}`;
    docker('build', '--quiet', '--tag', image, join(path, folder));
    images.push(image);
    return image;
  };
  const loads = loadsInContainer(optionsFor(imageOf('serve'), dir));
  return new TrainingSubject(await projectFacts(project, further), new DockerTarget(optionsFor(imageOf('train'), dir)), loads, PROJECT_TIMES);
}

describeChecks('an image with the program written by hand, without a fault', TRAINING_CHECKS, async (dir) =>
  byHand(new DockerTarget(optionsFor(built('good', [], dir), dir)), dir, {}, IMAGE_TIMES), [22]);

describeChecks('the images of a new project', TRAINING_CHECKS, (dir) => projectSubject(dir, 'iris-decision-tree', 'separate'), NOT_OF_IRIS);
describeChecks('the combined image of a new project', TRAINING_CHECKS, (dir) => projectSubject(dir, 'iris-decision-tree', 'combined'), NOT_OF_IRIS);

const STREAMING: FurtherFacts = { given: { epochs: '5' }, longJob: { epochs: '10000' } };
describeChecks('the combined image of streaming-linear', TRAINING_CHECKS, (dir) => projectSubject(dir, 'streaming-linear', 'combined', STREAMING), [20, 22, 54]);

describe('an image with the program written by hand, with one fault', () => {
  test.each(IMAGE_FAULTS)('fails check $check: $faults', async ({ check: number, faults, evidence, facts }) => {
    const dir = tmpDir('sma-kit-');
    const check = TRAINING_CHECKS.find((one) => one.number === number)!;
    const target = new DockerTarget(optionsFor(built(`fault-${faults}`, faults.split(' '), dir), dir));

    const verdict = await check.run(byHand(target, dir, facts, IMAGE_TIMES));

    expect(verdict, JSON.stringify(verdict, null, 2)).toMatchObject({ verdict: 'fail' });
    expect('evidence' in verdict && verdict.evidence.join('\n')).toMatch(evidence);
  });
});
