import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImageLayout, type SmAlgorithmProjectOptions } from '../../../src';
import { newProject, SMALLEST } from '../../support/new-project';
import { cli } from '../support/cli';
import { docker, removeImages } from '../support/engine-state';
import { fixtureProject } from '../support/fixture-project';

const OURS = ['sma-test-check', 'sma-test-check-training', 'sma-test-check-inference', 'sma-test-training', 'sma-test-inference'];
const NAMES = OURS.flatMap((name) => [`${name}:latest`, `${name}:1.2.3`]);

beforeAll(() => removeImages(...NAMES));
afterAll(() => removeImages(...NAMES));

interface Found {
  readonly subject: string;
  readonly results: ReadonlyArray<{ readonly number: number; readonly verdict: { readonly verdict: string } }>;
}
const check = async (dir: string) =>
  JSON.parse((await cli(dir, ['algorithm:check', '--json'])).stdout) as { ok: boolean; subjects: Found[] };
const verdicts = ({ results }: Found) => Object.fromEntries(results.map(({ number, verdict }) => [number, verdict.verdict]));

/** A generated project whose bundles hold a program that does nothing: only what the Dockerfiles say counts here. */
async function built(options: Partial<SmAlgorithmProjectOptions>): Promise<string> {
  const { outdir } = newProject({
    ...SMALLEST, name: 'sma-test-check', ecrAccountId: '111122223333', ecrRegion: 'us-east-1', algorithmVersion: '1.2.3',
    baseImage: 'node:24-bookworm-slim', ...options,
  });
  const programs = options.imageLayout === ImageLayout.COMBINED ? ['algorithm/program/train.js', 'algorithm/program/serve.js'] : ['training/program/train.js', 'inference/program/serve.js'];
  for (const program of programs.map((path) => join(outdir, 'container', path))) {
    mkdirSync(dirname(program), { recursive: true });
    writeFileSync(program, '');
    writeFileSync(`${program}.map`, '{}');
  }
  const { exitCode, stderr } = await cli(outdir, ['image:build']);
  expect(exitCode, stderr).toBe(0);
  return outdir;
}

describe('algorithm:check on built images', () => {
  it.each([['separate', ImageLayout.SEPARATE, 2], ['combined', ImageLayout.COMBINED, 1]] as const)('passes on the %s images that we generate', async (_, imageLayout, count) => {
    const { ok, subjects } = await check(await built({ imageLayout }));
    const images = subjects.slice(1);

    expect(ok).toBe(true);
    expect(images.map(verdicts)).toEqual(Array.from({ length: count }, () => ({ 3: 'pass', 5: 'pass', 6: 'pass', 10: 'pass', 11: 'pass', 12: 'pass', 14: 'pass' })));
  });

  it('finds the shell form, the user and the label that is missing', async () => {
    const dir = fixtureProject();
    docker('build', '--tag', 'sma-test-training:latest', join(dir, 'container/training'));
    writeFileSync(join(dir, 'container/inference/Dockerfile'), 'FROM node:24-bookworm-slim\nUSER node\nENTRYPOINT ["node"]\n');
    docker('build', '--tag', 'sma-test-inference:latest', join(dir, 'container/inference'));

    const { ok, subjects: [, training, inference] } = await check(dir);

    expect(ok).toBe(false);
    expect(verdicts(training)).toMatchObject({ 3: 'fail', 5: 'pass', 6: 'pass', 11: 'pass' });
    expect(verdicts(inference)).toMatchObject({ 3: 'pass', 5: 'fail', 11: 'fail' });
  });

  it('says which image is not built', async () => {
    removeImages('sma-test-training:latest');

    const { subjects: [, training] } = await check(fixtureProject());

    expect(training.results[0].verdict).toEqual({ verdict: 'skip', reason: 'sma-test-training:latest is not built: "npx projen image:build"' });
  });
});
