import { describe, expect, it } from 'vitest';
import { type CheckResult, fail, pass, skip, type Verdict } from '../../../src/cli/conformance/check';
import { DECLARED_FACTS } from '../../../src/cli/conformance/declared-facts';
import { namesOf } from '../../../src/cli/conformance/examined';
import { parseOnly } from '../../../src/cli/conformance/only';
import { REQUEST_CHECKS } from '../../../src/cli/conformance/registry';
import { emptySuite } from '../../../src/cli/conformance/suite';
import type { Project } from '../../../src/cli/project';
import { wantsDocument } from '../../../src/cli/report';
import { FIXTURE_PLAN } from '../support/fixture-project';

const result = (number: number, verdict: Verdict): CheckResult =>
  ({ number, kind: 'T', name: `check ${number}`, source: 'https://example.com', recommended: false, verdict, durationMs: 1 });

describe('--only', () => {
  it('takes numbers and ranges', () => {
    expect(parseOnly('40-42, 60')).toEqual(new Set([40, 41, 42, 60]));
  });

  it.each(['', 'a', '0', '103', '5-3', '1,,2'])('refuses "%s"', (text) => {
    expect(parseOnly(text)).toMatch(/is neither a number nor a range of 1 to 102/);
  });
});

describe('--json', () => {
  it.each([
    [['local', '--json'], true],
    [['conformance', '--json'], true],
    [['conformance', '--json', '--only', '3'], true],
    [['conformance', '--json', 'results.json'], false],
    [['local:invoke', '--json', 'payload.csv'], true],
    [['local'], false],
  ])('%j asks for the document on stdout: %s', (words, expected) => {
    expect(wantsDocument(['node', 'sm-algorithm', ...words])).toBe(expected);
  });
});

describe('the images that are looked at', () => {
  const project = (imageLayout: 'separate' | 'combined') => ({ dir: '/', plan: { ...FIXTURE_PLAN, imageLayout } }) as Project;

  it('an image alone answers to both words, unless the plan has two images', () => {
    expect([...namesOf({ image: 'x' })]).toEqual([['x', ['train', 'serve']]]);
    expect([...namesOf({ image: 'x' }, project('combined'))]).toEqual([['x', ['train', 'serve']]]);
    expect([...namesOf({ image: 'x' }, project('separate'))]).toEqual([['x', ['train']]]);
  });

  it('two images answer to one word each; an inference image can stand alone', () => {
    expect([...namesOf({ image: 'x', inferenceImage: 'y' })]).toEqual([['x', ['train']], ['y', ['serve']]]);
    expect([...namesOf({ inferenceImage: 'y' })]).toEqual([['y', ['serve']]]);
  });

  it('without any those of the project', () => {
    expect([...namesOf({}, project('separate'))]).toEqual([['sma-test-training:latest', ['train']], ['sma-test-inference:latest', ['serve']]]);
  });
});

describe('check 102', () => {
  it('tells what the runs have shown of the declaration, and of what nothing is known', async () => {
    expect(await DECLARED_FACTS.run([result(45, pass('seen')), result(22, pass('named')), result(65, skip('no server'))])).toEqual({
      verdict: 'pass',
      evidence: ['hyperparameters: shown by check 22', 'metrics: shown by check 45', 'channels: nothing was tried', 'content types: nothing was tried'],
    });
  });

  it('fails with the checks that have shown something else', async () => {
    expect(await DECLARED_FACTS.run([result(45, fail('print it', 'never seen')), result(22, pass('named'))])).toMatchObject({ verdict: 'fail', evidence: ['metrics: check 45 failed'] });
  });

  it('is skipped where nothing is declared or nothing was tried', async () => {
    expect(await DECLARED_FACTS.run(undefined)).toMatchObject({ verdict: 'skip' });
    expect(await DECLARED_FACTS.run([])).toMatchObject({ verdict: 'skip' });
  });
});

describe('checks that have nothing to look at', () => {
  it('say so, each of them', async () => {
    const { results } = await emptySuite('request', REQUEST_CHECKS, 'no plan').run((number) => number < 96);

    expect(results.map(({ number, verdict }) => [number, verdict])).toEqual([93, 94, 95].map((number) => [number, { verdict: 'skip', reason: 'no plan' }]));
  });
});
