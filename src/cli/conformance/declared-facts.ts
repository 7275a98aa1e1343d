import { type Check, type CheckResult, fail, pass, skip, type Verdict } from './check';

/** What is declared, and the checks that show by runs whether it is so. */
const SHOWN_BY: ReadonlyArray<readonly [what: string, numbers: readonly number[]]> = [
  ['hyperparameters', [19, 21, 22, 23]],
  ['channels', [28, 29, 30, 36]],
  ['metrics', [45]],
  ['content types', [65, 67, 68]],
];

/** Results of the other checks; undefined where nobody declared anything. */
export type DeclaredSubject = readonly CheckResult[] | undefined;

/** Check 102 runs nothing: it looks at what the checks before it have found. */
export const DECLARED_FACTS: Check<DeclaredSubject> = {
  number: 102,
  kind: 'R',
  name: 'hyperparameters, channels, metrics and content types are as they are declared',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAlgorithm.html',
  run: async (results) => (results === undefined ? skip('nobody declared anything: there is no plan') : judge(results)),
};

function judge(results: readonly CheckResult[]): Verdict {
  const of = (numbers: readonly number[], verdict: Verdict['verdict']) =>
    results.filter((result) => numbers.includes(result.number) && result.verdict.verdict === verdict).map(({ number }) => number);
  const wrong = SHOWN_BY.flatMap(([what, numbers]) => of(numbers, 'fail').map((number) => `${what}: check ${number} failed`));
  if (wrong.length > 0) return fail('do what stands as fix there, or correct the definition', ...wrong);
  const shown = SHOWN_BY.filter(([, numbers]) => of(numbers, 'pass').length > 0);
  if (shown.length === 0) return skip('none of the checks that would show it passed or failed');
  const unknown = SHOWN_BY.filter((one) => !shown.includes(one)).map(([what]) => `${what}: nothing was tried`);
  return pass(...shown.map(([what, numbers]) => `${what}: shown by check ${of(numbers, 'pass').join(', ')}`), ...unknown);
}
