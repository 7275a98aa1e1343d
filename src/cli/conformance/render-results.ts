/** Results of checks as a table of text; pure. */
import type { CheckResult, Verdict } from './check';
import { count } from '../quantities';
import type { Tone } from '../report';

const MARK: Readonly<Record<Verdict['verdict'], string>> = { pass: '✔', fail: '✖', skip: '–' };
const TONE: Readonly<Record<Verdict['verdict'], Tone>> = { pass: 'good', fail: 'bad', skip: 'plain' };

export const toneOf = ({ verdict }: Pick<CheckResult, 'verdict'>): Tone => TONE[verdict.verdict];

/**
 * Number, mark, name; below it what was found and, where it failed, the fix.
 * @param toned gives a mark its colour
 */
export function renderResult(result: CheckResult, toned: (tone: Tone, text: string) => string = (_, text) => text): string {
  const { number, name, recommended, verdict } = result;
  const head = `${String(number).padStart(3)} ${toned(toneOf(result), MARK[verdict.verdict])} ${name}${recommended ? ' (advice)' : ''}`;
  const below = verdict.verdict === 'skip' ? [verdict.reason] : verdict.evidence;
  return [
    head,
    ...below.map((text) => `      ${text.replaceAll('\n', '\n      ')}`),
    ...(verdict.verdict === 'fail' ? [`      fix: ${verdict.fix}`] : []),
  ].join('\n');
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function countResults(results: readonly CheckResult[]): Counts {
  const of = (wanted: Verdict['verdict']) => results.filter(({ verdict }) => verdict.verdict === wanted).length;
  return { passed: of('pass'), failed: of('fail'), skipped: of('skip') };
}

/** `16 checks: 12 passed, 1 failed, 3 skipped`. */
export function renderCounts(results: readonly CheckResult[]): string {
  const { passed, failed, skipped } = countResults(results);
  return `${count(results.length, 'check')}: ${passed} passed, ${failed} failed, ${skipped} skipped`;
}
