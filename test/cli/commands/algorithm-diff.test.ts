import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CreateAlgorithmRequest } from '../../../src/contract/create-algorithm';
import { createAlgorithmRequest } from '../../../src/request/create-algorithm-request';
import { taggedImages } from '../../../src/request/image-references';
import { cli } from '../support/cli';
import { FIXTURE_PLAN, fixtureProject } from '../support/fixture-project';

const PRESENT = createAlgorithmRequest(FIXTURE_PLAN, taggedImages(FIXTURE_PLAN));
const INFERENCE = PRESENT.InferenceSpecification!;

function project(old: CreateAlgorithmRequest | string): string {
  const dir = fixtureProject();
  writeFileSync(join(dir, 'old.json'), typeof old === 'string' ? old : JSON.stringify(old));
  return dir;
}

describe('algorithm:diff', () => {
  it('says what breaks, what is safe and the step of the version, and ends with 1', async () => {
    const dir = project({
      ...PRESENT,
      AlgorithmName: 'former',
      InferenceSpecification: { ...INFERENCE, SupportedContentTypes: ['text/csv', 'text/libsvm'] },
    });

    const { exitCode, stdout, stderr } = await cli(dir, ['algorithm:diff', 'old.json']);

    expect(exitCode).toBe(1);
    expect(stdout).toBe([
      'breaking  content-type-removed  InferenceSpecification.SupportedContentTypes: text/libsvm → none',
      '          requests of this type are answered with 415',
      'safe      content-type-added    InferenceSpecification.SupportedContentTypes: none → application/json',
      '          requests of the former types are still taken',
      'neutral   name-changed          AlgorithmName: former → mean-value',
      '          a version is an algorithm resource of its own, under a name and ARN of its own',
      '',
      '3 changes: 1 breaking, 1 safe, 1 neutral; the version has to rise by a major step',
    ].join('\n'));
    expect(stderr).toMatch(/^SMA_CLI_BREAKING {2}1 change since old\.json breaks those who use that version\.\n {2}why: .*\n {2}fix: /);
  });

  it('ends with 0 where nothing breaks', async () => {
    const same = await cli(project(PRESENT), ['algorithm:diff', 'old.json']);
    const more = await cli(project({ ...PRESENT, InferenceSpecification: { ...INFERENCE, SupportedContentTypes: ['text/csv'] } }), ['algorithm:diff', 'old.json']);

    expect([same.exitCode, same.stdout]).toEqual([0, 'no change; the version may stay']);
    expect([more.exitCode, more.stderr]).toEqual([0, '']);
    expect(more.stdout).toMatch(/1 change: 1 safe; the version has to rise by a minor step$/);
  });

  it('finds no change since the file just written, whatever named its images', async () => {
    const { version: _, ...unversioned } = FIXTURE_PLAN.algorithm;
    const host = '111122223333.dkr.ecr.us-east-1.amazonaws.com';
    const lock = { lockVersion: 1, images: { training: { repository: `${host}/sma-test-training`, tag: '3.0.0', digest: `sha256:${'c'.repeat(64)}` } } };
    const tagged = fixtureProject({ plan: { algorithm: unversioned }, files: { 'algorithm/images.lock.json': JSON.stringify(lock) } });
    for (const args of [['init', '-q'], ['-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '-q', '--allow-empty', '-m', 'x'], ['tag', 'v3.0.0']]) execFileSync('git', args, { cwd: tagged });
    const unnamed = fixtureProject({ plan: { algorithm: unversioned } });

    for (const dir of [tagged, unnamed]) {
      await cli(dir, ['algorithm:spec']);
      expect((await cli(dir, ['algorithm:diff', 'algorithm/create-algorithm.json'])).stdout).toBe('no change; the version may stay');
    }
  });

  it('leaves the names of images out while they are not known, and says so', async () => {
    const { version: _, ...unversioned } = FIXTURE_PLAN.algorithm;
    const dir = fixtureProject({ plan: { algorithm: unversioned }, files: { 'old.json': JSON.stringify(PRESENT) } });

    const unnamed = await cli(dir, ['algorithm:diff', 'old.json']);
    const named = await cli(project({ ...PRESENT, TrainingSpecification: { ...PRESENT.TrainingSpecification, TrainingImage: 'other:1' } }), ['algorithm:diff', 'old.json']);

    expect([unnamed.exitCode, unnamed.stdout]).toEqual([0, 'no change; the version may stay']);
    expect(unnamed.stderr).toBe('i the names of the images are not compared: placeholders are left in them, VERSION (algorithmVersion, a git tag vX.Y.Z, or --image-version)');
    expect(named.stdout).toContain('image-changed');
  });

  it('gives one document with --json, in the same form for good and bad', async () => {
    const good = await cli(project({ ...PRESENT, AlgorithmName: 'x' }), ['algorithm:diff', 'old.json', '--json']);
    const bad = await cli(project({ ...PRESENT, CertifyForMarketplace: true }), ['algorithm:diff', '--json', 'old.json']);

    expect(JSON.parse(good.stdout)).toEqual({
      ok: true, old: 'old.json', versionStep: 'patch', changes: [expect.objectContaining({ kind: 'name-changed', path: 'AlgorithmName', old: 'x', new: 'mean-value', verdict: 'neutral' })],
    });
    expect(JSON.parse(bad.stdout)).toMatchObject({
      ok: false, old: 'old.json', versionStep: 'major', changes: [{ kind: 'marketplace-certification-removed', verdict: 'breaking' }], error: { code: 'SMA_CLI_BREAKING' },
    });
    expect(bad.exitCode).toBe(1);
  });

  it('is coloured where it is asked for, and never with NO_COLOR', async () => {
    const dir = project({ ...PRESENT, CertifyForMarketplace: true });

    const coloured = await cli(dir, ['algorithm:diff', 'old.json'], { env: { FORCE_COLOR: '1', NO_COLOR: '' } });
    const plain = await cli(dir, ['algorithm:diff', 'old.json'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });

    expect(coloured.stdout).toContain('\u001b[31mbreaking\u001b[39m');
    expect(plain.stdout).not.toContain('\u001b[');
  });

  it.each([
    ['a file that is not there', undefined, /SMA_CLI_OLD_REQUEST {2}old\.json cannot be read \(ENOENT\)\./],
    ['a file that is no JSON', '{', /SMA_CLI_OLD_REQUEST {2}old\.json is not JSON/],
    ['a file that is no request', '{"AlgorithmName":"x"}', /SMA_CLI_OLD_REQUEST {2}old\.json is no CreateAlgorithm request:\n {4}TrainingSpecification is missing, not an object/],
  ])('refuses %s', async (_, text, message) => {
    const { exitCode, stdout, stderr } = await cli(text === undefined ? fixtureProject() : project(text), ['algorithm:diff', 'old.json']);

    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^ {2}fix: /m);
    expect([exitCode, stdout]).toEqual([1, '']);
  });
});
