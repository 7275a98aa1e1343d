import { describe, expect, it } from 'vitest';
import { overloadFindings, quantile, type LoadAnswer, type OverloadFigures } from '../../../src/cli/drills/overload-figures';

const good: LoadAnswer = { status: 200, latencyMs: 10, saysWhen: false };
const refusal: LoadAnswer = { status: 503, latencyMs: 1, saysWhen: true };

const figures = (news: Partial<OverloadFigures> = {}): OverloadFigures => ({
  callers: 8, durationMs: 5_000, answers: [good, good, refusal], pings: { good: 40, bad: 0, slowestMs: 12 },
  recovery: { afterMs: 3 }, memory: { before: 50e6, most: 80e6, after: 55e6 }, ...news,
});

const verdicts = (news?: Partial<OverloadFigures>) => overloadFindings(figures(news)).map(({ verdict }) => verdict);

describe('a server under more requests than it takes', () => {
  it('passes where all are answered, refused in order, and pings go on', () => {
    const findings = overloadFindings(figures());

    expect(findings.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass', 'note', 'pass', 'pass', 'note']);
    expect(findings.flatMap(({ evidence }) => evidence)).toEqual([
      '8 callers at once for 5.0 s: 200 × 2, 503 × 1', '1 refusal', 'Retry-After stands in 1 of 1 refusal',
      'predictions: p50 10 ms, p99 10 ms', 'refusals: p50 1 ms, p99 1 ms', '40 good, the slowest after 12 ms',
      'a request was answered 3 ms after the last of them', '50.0 MB before, 80.0 MB at most meanwhile, 55.0 MB afterwards',
    ]);
  });

  it.each([
    ['no answer', { answers: [good, { ...good, status: 0, problem: 'socket hang up' }] }, 0],
    ['another status than a refusal', { answers: [good, { ...good, status: 500 }] }, 1],
    ['a ping that was not answered', { pings: { good: 1, bad: 1, slowestMs: 1, problem: 'was not answered (no complete answer within 2 s)' } }, 4],
    ['no recovery', { recovery: { afterMs: 10_100, problem: 'x.csv: nothing listens there' } }, 5],
  ] as const)('fails with %s, says what was seen and how to put it right', (_, news, at) => {
    const finding = overloadFindings(figures(news))[at];

    expect(finding.verdict).toBe('fail');
    expect(finding.fix).toBeDefined();
    expect(finding.evidence.join(' ')).toMatch(/socket hang up|500 × 1|no complete answer|nothing listens/);
  });

  it('only notes refusals that do not say when to come again, and that nobody was refused', () => {
    expect(verdicts({ answers: [good, { ...refusal, saysWhen: false }] })[2]).toBe('note');
    expect(verdicts({ answers: [good] })[2]).toBe('note');
  });
});

describe('quantile', () => {
  it('takes the value that a share of the samples does not exceed', () => {
    expect([quantile([3, 1, 2], 0.5), quantile([1, 2], 0.99), quantile([], 0.5)]).toEqual([2, 2, 0]);
  });
});
