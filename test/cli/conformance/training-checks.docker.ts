import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { byHand, byHandFacts, IMAGE_FAULTS, loadByHand, TIMES } from './by-hand';
import { buildByHand, PREFIX } from './images';
import { DockerTarget } from '../../../src/cli/conformance/targets/docker-target';
import { loadsInContainer } from '../../../src/cli/conformance/targets/load-model';
import { inferredFacts, projectFacts } from '../../../src/cli/conformance/training/facts';
import { TrainingSubject } from '../../../src/cli/conformance/training/subject';
import { TRAINING_CHECKS } from '../../../src/cli/conformance/training/training-checks';
import { Docker } from '../../../src/cli/docker/docker';
import { run } from '../../../src/cli/exec';
import { latestTag } from '../../../src/cli/images/image-names';
import { readProject } from '../../../src/cli/project';
import { imageFor } from '../../../src/contract/plan';
import { type Packed, packed, succeed } from '../../support/packed';
import { leftovers, removeImages } from '../support/engine-state';

const ALL = TRAINING_CHECKS.map((check) => [`check ${check.number}: ${check.name}`, check] as const);
const engine = new Docker('docker', run);
const optionsFor = (image: string, dir: string) => ({ docker: engine, image, project: 'kit', dir, signal: new AbortController().signal });

/** Image jobs take seconds where processes take a tenth of one. */
const IMAGE_TIMES = { ...TIMES, jobMs: 60_000 };

const images: string[] = [];
const built = (name: string, faults: readonly string[], dir: string): string => {
  const image = buildByHand(name, faults, dir);
  images.push(image);
  return image;
};

afterAll(() => removeImages(...images));
afterEach(() => expect(leftovers()).toEqual([]));

/** All checks on one subject, which keeps the jobs that several of them look at. */
function describeAll(title: string, make: (dir: string) => Promise<TrainingSubject>, skipped: readonly number[]): void {
  describe(title, () => {
    let dir: string;
    let subject: TrainingSubject;
    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'sma-kit-'));
      subject = await make(dir);
    });
    afterAll(async () => {
      expect(await subject.target.close()).toEqual([]);
      rmSync(dir, { recursive: true });
    });

    test.each(ALL)('%s', async (_, check) => {
      const verdict = await check.run(subject);

      expect(verdict, JSON.stringify(verdict, null, 2)).toMatchObject({ verdict: skipped.includes(check.number) ? 'skip' : 'pass' });
    });
  });
}

describeAll('an image with the program written by hand, without a fault', async (dir) =>
  byHand(new DockerTarget(optionsFor(built('good', [], dir), dir)), dir, {}, IMAGE_TIMES), [22]);

describe('an image with the program written by hand, with one fault', () => {
  test.each(IMAGE_FAULTS)('fails check $check: $faults', async ({ check: number, faults, evidence, facts }) => {
    const dir = mkdtempSync(join(tmpdir(), 'sma-kit-'));
    const check = TRAINING_CHECKS.find((one) => one.number === number)!;
    const target = new DockerTarget(optionsFor(built(`fault-${faults}`, faults.split(' '), dir), dir));

    const verdict = await check.run(byHand(target, dir, facts, IMAGE_TIMES));

    expect(verdict, JSON.stringify(verdict, null, 2)).toMatchObject({ verdict: 'fail' });
    expect('evidence' in verdict && verdict.evidence.join('\n')).toMatch(evidence);
    rmSync(dir, { recursive: true });
  });
});
