import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ecrHost } from '../../src/contract/ecr';
import { mediaType } from '../../src/contract/media-types';
import { metricLine, metricRegex } from '../../src/contract/metric-line';
import { parsePlan } from '../../src/contract/plan';

const SRC = join(__dirname, '..', '..', 'src');

/** Source files outside contract/ without their comments and messages in prose. */
function code(): Array<[string, string]> {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('contract'))
    .map((name) => [name, readFileSync(join(SRC, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')]);
}

describe('the facts of the contract', () => {
  test('are the only place where a path below /opt/ml is made', () => {
    const offenders = code().filter(([, text]) => /^\s*(?!.*why:).*['"`]\/opt\/ml(\/[a-z/]*)?['"`]/m.test(text)).map(([name]) => name);

    expect(offenders).toEqual([]);
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
});
