import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { byHand, TIMES } from './by-hand';
import { buildByHand } from './images';
import { DockerTarget } from '../../../src/cli/conformance/targets/docker-target';
import { TRAINING_CHECKS } from '../../../src/cli/conformance/training/training-checks';
import { Docker } from '../../../src/cli/docker/docker';
import { run } from '../../../src/cli/exec';
import { findShell } from '../../../src/cli/images/image-shell';
import { tmpDir } from '../../support/tmp-dir';
import { leftovers, removeImages } from '../support/engine-state';

const DISTROLESS = { from: 'gcr.io/distroless/nodejs24-debian12', node: '/nodejs/bin/node' };
const WITH_SHELL = 'node:24-bookworm-slim';
const PROJECT = 'kit-without-shell';
/** Those of Pipe mode. */
const PIPE_NUMBERS = [36, 37, 38, 39];
const CLOSED_NUMBER = 56;
const IMAGE_TIMES = { ...TIMES, jobMs: 60_000 };

const docker = new Docker('docker', run);
const images: string[] = [];
afterAll(() => removeImages(...images));
afterEach(() => expect(leftovers(PROJECT)).toEqual([]));

function subject(dir: string, feederImage?: string) {
  const image = buildByHand('without-shell', [], dir, DISTROLESS);
  images.push(image);
  const { signal } = new AbortController();
  return byHand(new DockerTarget({ docker, image, project: PROJECT, dir, signal, hasShell: false, feederImage }), dir, {}, IMAGE_TIMES);
}

const check = (number: number) => TRAINING_CHECKS.find((one) => one.number === number)!;

describe('an image without a shell', () => {
  test.each(PIPE_NUMBERS)('passes check %i of FIFOs, which are fed from another image', async (number) => {
    const verdict = await check(number).run(subject(tmpDir('sma-kit-'), WITH_SHELL));

    expect(verdict, JSON.stringify(verdict, undefined, 2)).toMatchObject({ verdict: 'pass' });
  });

  test('has the checks of FIFOs skipped with the reason where no other image is known', async () => {
    expect(await check(PIPE_NUMBERS[0]).run(subject(tmpDir('sma-kit-')))).toMatchObject({ verdict: 'skip', reason: expect.stringContaining('no sh, cat and dd') });
  });

  test('has the check of a closed output skipped with the reason', async () => {
    expect(await check(CLOSED_NUMBER).run(subject(tmpDir('sma-kit-'), WITH_SHELL))).toMatchObject({ verdict: 'skip', reason: expect.stringContaining('no shell') });
  });
});

describe('what feeds FIFOs', () => {
  test.each([[DISTROLESS.from, false], [WITH_SHELL, true]])('is looked for in %s: %s', async (image, found) => {
    expect(await findShell({ docker, image, project: PROJECT, signal: new AbortController().signal })).toBe(found);
  });
});
