/** Results of checks as a table of text; pure. */
import type { CheckResult, Verdict } from './check';
import { count } from '../quantities';

const MARK: Readonly<Record<Verdict['verdict'], string>> = { pass: '✔', fail: '✖', skip: '–' };

/** Number, mark, name; below it what was found and, where it failed, the fix. */
export function renderResult({ number, name, recommended, verdict }: CheckResult): string {
  const head = `${String(number).padStart(3)} ${MARK[verdict.verdict]} ${name}${recommended ? ' (advice)' : ''}`;
  const below = verdict.verdict === 'skip' ? [verdict.reason] : verdict.evidence;
  return [
    head,
    ...below.map((line) => `      ${line}`),
    ...(verdict.verdict === 'fail' ? [`      fix: ${verdict.fix}`] : []),
  ].join('\n');
}

/** `12 passed, 1 failed, 3 skipped`. */
export function renderCounts(results: readonly CheckResult[]): string {
  const of = (wanted: Verdict['verdict']) => results.filter(({ verdict }) => verdict.verdict === wanted).length;
  return `${count(results.length, 'check')}: ${of('pass')} passed, ${of('fail')} failed, ${of('skip')} skipped`;
}
