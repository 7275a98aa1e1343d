import { describe, expect, it } from 'vitest';
import { runChecks, type Verdict } from '../../../src/cli/conformance/check';
import type { ImageSubject } from '../../../src/cli/conformance/image-checks/image-subject';
import { referenceProblems } from '../../../src/cli/conformance/image-checks/reference-check';
import { IMAGE_CHECKS } from '../../../src/cli/conformance/registry';
import { parseInspected, type InspectedImage } from '../../../src/cli/images/inspect-image';

const BIND = 'com.amazonaws.sagemaker.capabilities.accept-bind-to-port';
const MULTI = 'com.amazonaws.sagemaker.capabilities.multi-models';
const IMAGE: InspectedImage = { os: 'linux', architecture: 'amd64', size: 250_000_000, user: '', entrypoint: ['/opt/program/entrypoint'], labels: {}, environment: ['PATH=/usr/bin'], history: [] };
const HOST = '111122223333.dkr.ecr.us-east-1.amazonaws.com';
const SUBJECT: ImageSubject = { image: IMAGE, reference: `${HOST}/team/train:1.2.3`, platform: 'linux/amd64', labels: {} };

async function verdict(number: number, changed: Partial<InspectedImage> = {}, subject: Partial<ImageSubject> = {}): Promise<Verdict> {
  const results = await runChecks(IMAGE_CHECKS, { ...SUBJECT, image: { ...IMAGE, ...changed }, ...subject });
  return results.find((result) => result.number === number)!.verdict;
}

describe('the static checks of an image', () => {
  it('pass on an image of ours', async () => {
    const results = await runChecks(IMAGE_CHECKS, SUBJECT);

    expect(results.map(({ number, verdict: { verdict: found } }) => [number, found])).toEqual([[3, 'pass'], [5, 'pass'], [6, 'pass'], [10, 'pass'], [11, 'pass'], [12, 'pass'], [14, 'pass']]);
  });

  it('skip with the reason where there is no image; its name is looked at all the same', async () => {
    const results = await runChecks(IMAGE_CHECKS, { ...SUBJECT, image: { absent: 'not built' } });

    expect(results.filter(({ verdict: { verdict: found } }) => found !== 'skip').map(({ number }) => number)).toEqual([12]);
    expect(results[0].verdict).toEqual({ verdict: 'skip', reason: 'not built' });
  });

  it.each<[string, string[], 'pass' | 'fail']>([
    ['none', [], 'pass'],
    ['a program', ['/opt/program/entrypoint'], 'pass'],
    ['a script under a shell of its own', ['/opt/program/sh', '/opt/program/entrypoint'], 'pass'],
    ['the shell form', ['/bin/sh', '-c', 'node train.js'], 'fail'],
    ['another shell form', ['/usr/bin/bash', '-lc', 'node train.js'], 'fail'],
    ['/bin/sh', ['/bin/sh', 'train.sh'], 'fail'],
    ['tini', ['/usr/bin/tini', '--', 'node'], 'fail'],
    ['docker-init', ['docker-init', '--', 'node'], 'fail'],
  ])('3: entry point %s', async (_, entrypoint, expected) => {
    expect((await verdict(3, { entrypoint })).verdict).toBe(expected);
  });

  it.each([['', 'pass'], ['root', 'pass'], ['0', 'pass'], ['0:0', 'pass'], ['root:root', 'pass'], ['node', 'fail'], ['1000:0', 'fail'], ['0:1000', 'fail']])(
    '5: user "%s" → %s', async (user, expected) => {
      expect((await verdict(5, { user })).verdict).toBe(expected);
    });

  it('6: system and processor are those of the plan', async () => {
    expect(await verdict(6, { architecture: 'arm64' })).toEqual({ verdict: 'fail', evidence: ['the image is linux/arm64', 'the instances are linux/amd64'], fix: expect.stringContaining('linux/amd64') });
    expect((await verdict(6, { architecture: 'arm64' }, { platform: 'linux/arm64/v8' })).verdict).toBe('pass');
    expect((await verdict(6, { os: 'windows' })).verdict).toBe('fail');
  });

  it.each<[Partial<InspectedImage>, string]>([
    [{ environment: [`AWS_ACCESS_KEY_ID=AKIA${'A'.repeat(16)}`] }, 'the variable AWS_ACCESS_KEY_ID holds an AWS access key'],
    [{ environment: ['AWS_SECRET_ACCESS_KEY=planted-secret'] }, 'the variable AWS_SECRET_ACCESS_KEY holds an AWS secret key or session token'],
    [{ environment: ['NPM_TOKEN=planted-secret'] }, 'the variable NPM_TOKEN holds an npm token'],
    [{ labels: { key: '-----BEGIN RSA PRIVATE KEY-----\nplanted-secret' } }, 'the label key holds a private key'],
    [{ history: ['CMD ["node"]', `RUN echo npm_${'a'.repeat(36)}`, '|1 AWS_SESSION_TOKEN=planted-secret /bin/sh -c true'] }, 'step 2 of the history holds an npm token'],
    [{ history: ['RUN |1 AWS_SESSION_TOKEN=planted-secret /bin/sh -c true'] }, 'step 1 of the history holds an AWS secret key or session token'],
    [{ history: ['RUN echo "//registry.example.com/:_authToken=planted-secret" > .npmrc'] }, 'step 1 of the history holds an npm token'],
  ])('10: fails on a planted secret and does not repeat it (%#)', async (changed, problem) => {
    const found = await verdict(10, changed);

    expect(found).toMatchObject({ verdict: 'fail', evidence: expect.arrayContaining([problem]) });
    expect(JSON.stringify(found)).not.toMatch(/planted-secret|AKIAA|npm_a/);
  });

  it('10: takes what only names a secret', async () => {
    const history = ['ARG NPM_TOKEN', 'RUN echo "//r/:_authToken=${NPM_TOKEN}" > .npmrc', 'RUN AWS_SECRET_ACCESS_KEY=$KEY x', 'RUN --mount=type=secret,id=npmrc npm ci'];

    expect((await verdict(10, { history })).verdict).toBe('pass');
    expect(await verdict(10, { history: undefined })).toMatchObject({ verdict: 'pass', evidence: [expect.stringContaining('no history')] });
  });

  it.each<[string, Record<string, string>, Record<string, string> | undefined, RegExp | 'pass']>([
    ['those of the plan', { [BIND]: 'true', other: 'x' }, { [BIND]: 'true' }, 'pass'],
    ['one that is missing', {}, { [BIND]: 'true' }, /should be "true" and is missing/],
    ['one that is not exactly true', { [BIND]: 'True' }, { [BIND]: 'true' }, /accept-bind-to-port is "True"/],
    ['one too many', { [MULTI]: 'true' }, {}, /promises what the programs inside do not do/],
    ['any of an image that nobody planned', { [MULTI]: 'true' }, undefined, 'pass'],
    ['a false one of an image that nobody planned', { [MULTI]: 'yes' }, undefined, /multi-models is "yes"/],
  ])('11: labels: %s', async (_, labels, wanted, expected) => {
    const found = await verdict(11, { labels }, { labels: wanted });

    if (expected === 'pass') expect(found.verdict).toBe('pass');
    else expect(found).toEqual({ verdict: 'fail', evidence: expect.arrayContaining([expect.stringMatching(expected)]), fix: expect.any(String) });
  });

  it('14: the size is advice', async () => {
    expect(IMAGE_CHECKS.filter(({ recommended }) => recommended).map(({ number }) => number)).toEqual([14]);
    expect(await verdict(14, { size: 10_000_000_001 })).toMatchObject({ verdict: 'fail', evidence: ['10.0 GB, uncompressed'] });
  });

  it('12: a name with placeholders, or none, is not judged', async () => {
    expect(await verdict(12, {}, { reference: 'ACCOUNT.dkr.ecr.us-east-1.amazonaws.com/a:VERSION' })).toEqual({ verdict: 'skip', reason: expect.stringContaining('ACCOUNT, VERSION') });
    expect((await verdict(12, {}, { reference: undefined })).verdict).toBe('skip');
    expect(await verdict(12, {}, { reference: 'docker.io/library/node:24' })).toMatchObject({ verdict: 'fail', evidence: ['docker.io/library/node:24', expect.stringContaining('its host')] });
  });
});

describe('referenceProblems', () => {
  it.each([
    `${HOST}/a1:1`, `${HOST}/team/train@sha256:${'0'.repeat(64)}`, '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/a1:x', '111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a1:x',
  ])('takes %s', (reference) => {
    expect(referenceProblems(reference)).toEqual([]);
  });

  it.each<[string, RegExp]>([
    [`${HOST}/a1`, /neither a tag nor a digest/],
    [`${HOST}/Upper:1`, /"Upper" is no name of a repository/],
    [`${HOST}/a1:-x`, /"-x" is no tag/],
    [`${HOST}/a1@sha256:1`, /"sha256:1" is no digest/],
    ['11.dkr.ecr.us-east-1.amazonaws.com/a1:1', /its host is none of/],
    ['111122223333.dkr.ecr.cn-north-1.amazonaws.com/a1:1', /its host is none of/],
    [`${HOST}/${'a'.repeat(240)}:1`, /SageMaker takes 255/],
    ['just-text', /its host is none of/],
  ])('refuses %s', (reference, problem) => {
    expect(referenceProblems(reference).join('\n')).toMatch(problem);
  });
});

describe('parseInspected', () => {
  it('reads what docker says', () => {
    const answer = [{ Os: 'linux', Architecture: 'amd64', Size: 5, Config: { User: 'x', Entrypoint: null, Labels: null, Env: ['A=b'] } }];

    expect(parseInspected(JSON.stringify(answer))).toEqual({ os: 'linux', architecture: 'amd64', size: 5, user: 'x', entrypoint: [], labels: {}, environment: ['A=b'] });
  });

  it.each(['', '[]', '{}', '[{"Os":1}]'])('takes nothing else: %s', (text) => {
    expect(parseInspected(text)).toBeUndefined();
  });
});
