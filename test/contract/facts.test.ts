import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ecrHost, ecrImage, s3Region } from '../../src/contract/ecr';
import { mediaType } from '../../src/contract/media-types';
import { metricLine, metricRegex } from '../../src/contract/metric-line';
import { parsePlan } from '../../src/contract/plan';
import { FIXTURE_PLAN } from '../cli/support/fixture-project';

const SRC = join(__dirname, '..', '..', 'src');

/** Source files outside contract/ without their comments and messages in prose. */
function code(): Array<[string, string]> {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('contract'))
    .map((name) => [name, readFileSync(join(SRC, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')]);
}

describe('the facts of the contract', () => {
  const makesPath = (text: string): boolean => text.split('\n').some((line) => /\/opt\/ml/.test(line) && !/\b(why|fix|what|message|description)\b/.test(line));

  test('are the only place where a path below /opt/ml is made', () => {
    expect(code().filter(([, text]) => makesPath(text)).map(([name]) => name)).toEqual([]);
  });

  test('would be missed nowhere', () => {
    expect(makesPath("const file = '/opt/ml/input/config/hyperparameters.json';")).toBe(true);
    expect(makesPath('const folder = `/opt/ml/input/data/${channel}`;')).toBe(true);
    expect(makesPath("  why: 'it becomes the folder /opt/ml/input/data/<name>',")).toBe(false);
  });

  test('are the only place where the port of serving stands', () => {
    expect(code().filter(([, text]) => /\b8080\b/.test(text)).map(([name]) => name)).toEqual([]);
  });
});

describe('the line of a metric', () => {
  test.each(['validation:accuracy', 'loss', 'a.b(c)*', 'f1|macro'])('of %s is found by its own regex, with its value', (name) => {
    for (const value of [0, 1, -0.25, 1e-7, 123456789, 1.5e300]) {
      const match = new RegExp(metricRegex(name)).exec(`x ${metricLine(name, value)} y`);
      expect(Number(match![1])).toBe(value);
    }
  });

  test('is not found by the regex of a metric whose name is its end', () => {
    expect(new RegExp(metricRegex('accuracy')).test(metricLine('validation:accuracy', 1))).toBe(false);
  });
});

describe('the host of a registry', () => {
  test.each([
    ['us-east-1', '111122223333.dkr.ecr.us-east-1.amazonaws.com'],
    ['us-gov-west-1', '111122223333.dkr.ecr.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn'],
    ['eusc-de-east-1', '111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu'],
    ['us-iso-east-1', '111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov'],
    ['us-isob-east-1', '111122223333.dkr.ecr.us-isob-east-1.sc2s.sgov.gov'],
    ['us-east', undefined],
    ['moon-east-1', undefined],
  ])('in %s is %s', (region, host) => {
    expect(ecrHost('111122223333', region)).toBe(host);
  });
});

describe('a media type', () => {
  test('is compared without parameters, blanks and case', () => {
    expect(mediaType(' Text/CSV ; charset=utf-8')).toBe('text/csv');
  });
});

describe('the text of a plan', () => {
  test('of another version is refused with both versions', () => {
    expect(parsePlan('{"planVersion":99}')).toEqual({ problem: 'has plan version 99; this sm-algorithm reads version 1' });
  });

  test('that is no JSON is refused with the reason', () => {
    expect(parsePlan('{')).toMatchObject({ problem: expect.stringContaining('is not JSON') });
  });

  test('without a part is refused with the name of the first one that is missing', () => {
    const { images } = FIXTURE_PLAN;
    const problem = (plan: object) => parsePlan(JSON.stringify({ ...FIXTURE_PLAN, ...plan }));

    expect(parsePlan(JSON.stringify(FIXTURE_PLAN))).toEqual({ plan: FIXTURE_PLAN });
    expect(parsePlan('{"planVersion":1}')).toEqual({ problem: 'has no imageLayout (a string)' });
    expect(problem({ images: {} })).toEqual({ problem: 'has no images (an array)' });
    expect(problem({ images: [images[0], { ...images[1], programs: [{ ...images[1].programs[0], bundle: 5 }] }] }))
      .toEqual({ problem: 'has no images[1].programs[0].bundle (a string)' });
    expect(problem({ images: [images[0]] })).toEqual({ problem: 'has no program that answers to "serve"' });
    expect(problem({ local: null })).toEqual({ problem: 'has no local (an object)' });
    expect(problem({ algorithm: { ...FIXTURE_PLAN.algorithm, training: { hyperparameters: [null], channels: [], metrics: [] } } }))
      .toEqual({ problem: 'has no algorithm.training.hyperparameters[0] (an object)' });
  });

  test.each(['null', '1', '"x"', '[]', '{}'])('%s is refused without an exception', (text) => {
    expect(parsePlan(text)).toMatchObject({ problem: expect.stringContaining('plan version undefined') });
  });
});

describe('the name of an image', () => {
  test.each([
    ['111122223333.dkr.ecr.us-east-1.amazonaws.com/a:1', { accountId: '111122223333', region: 'us-east-1' }],
    ['111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a/b@sha256:0', { accountId: '111122223333', region: 'us-gov-west-1' }],
    ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/a', { accountId: '111122223333', region: 'cn-north-1' }],
    ['ACCOUNT.dkr.ecr.REGION.amazonaws.com/a:VERSION', {}],
    ['public.ecr.aws/docker/library/node:24', undefined],
    ['node:24', undefined],
  ])('%s says %o', (reference, expected) => {
    expect(ecrImage(reference)).toEqual(expected);
  });
});

describe('a location in S3', () => {
  test.each([
    ['s3://bucket/prefix', undefined],
    ['https://bucket.s3.eu-west-1.amazonaws.com/prefix', 'eu-west-1'],
    ['https://a.bucket.s3-us-west-2.amazonaws.com/', 'us-west-2'],
    ['https://s3.dualstack.eu-central-1.amazonaws.com/bucket/x', 'eu-central-1'],
    ['https://s3.amazonaws.com/bucket', undefined],
    ['https://bucket.s3.amazonaws.com/x', undefined],
    ['https://bucket.s3.cn-north-1.amazonaws.com.cn/x', 'cn-north-1'],
    ['https://example.com/s3.eu-west-1.amazonaws.com', undefined],
  ])('%s names the Region %s', (uri, expected) => {
    expect(s3Region(uri)).toBe(expected);
  });
});
