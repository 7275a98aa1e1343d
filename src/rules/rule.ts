import type { AlgorithmPlan } from '../contract/plan';
import type { Problem } from '../contract/problem';

/** What a rule says about one place of a definition; the rule adds its code. */
export type Finding = Omit<Problem, 'code'>;

/** One thing that a plan or a request must obey: pure, so that synth, program and kit can all ask it. */
export interface Rule<S = AlgorithmPlan> {
  readonly code: string;
  /** What breaks it is worth a word and no more: what cannot be known for sure, or harms nobody yet. */
  readonly warning?: true;
  readonly check: (subject: S) => Finding[];
}

/** What rules say, those that refuse and those that warn. */
export interface Checked {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Everything that the rules say of a subject, in their order, all at once. */
export function applyRules<S>(rules: ReadonlyArray<Rule<S>>, subject: S): Checked {
  const told = (some: ReadonlyArray<Rule<S>>) => some.flatMap(({ code, check }) => check(subject).map((finding) => ({ code, ...finding })));
  return { errors: told(rules.filter(({ warning }) => !warning)), warnings: told(rules.filter(({ warning }) => warning)) };
}

/** A value as it stands in a message. */
export function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item)) ?? 'undefined';
}

/** Checks each item of a list that has a path of its own. */
export function each<T>(
  items: readonly T[], path: string, check: (item: T, itemPath: string, index: number) => Finding | undefined,
): Finding[] {
  return items.flatMap((item, index) => check(item, `${path}[${index}]`, index) ?? []);
}

/** The second and later items whose name has been used before. */
export function duplicateNames(
  items: ReadonlyArray<{ readonly name: string }>, path: string, why: string, same: (name: string) => string = (name) => name,
): Finding[] {
  const seen = new Map<string, number>();
  return each(items, path, ({ name }, itemPath, index) => {
    const first = seen.get(same(name));
    if (first === undefined) seen.set(same(name), index);
    return first === undefined || name === '' ? undefined : {
      path: `${itemPath}.name`,
      what: `is ${shown(name)}, which is the name of ${path}[${first}] already`,
      why,
      fix: `rename one of the two, or remove ${itemPath}`,
    };
  });
}
