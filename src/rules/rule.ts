import type { AlgorithmPlan } from '../contract/plan';
import type { Problem } from '../contract/problem';
import { cutText } from '../contract/quoted';

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

/** Whether a problem is about a place that has been told of, or about a part of it. */
export const isTold = ({ path }: { readonly path: string }, told: ReadonlyArray<{ readonly path: string }>): boolean =>
  told.some((other) => path === other.path || path.startsWith(`${other.path}.`) || path.startsWith(`${other.path}[`));

/** Unit: characters. A value can be a whole file. */
const SHOWN_MAX_CHARS = 300;

/** A value as it stands in a message. */
export function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  const text = JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item)) ?? 'undefined';
  return cutText(text, SHOWN_MAX_CHARS);
}

/** Checks each item of a list that has a path of its own. */
export function each<T>(
  items: readonly T[], path: string, check: (item: T, itemPath: string, index: number) => Finding | undefined,
): Finding[] {
  return items.flatMap((item, index) => check(item, `${path}[${index}]`, index) ?? []);
}

/** The second and later texts that are the same as one before; positions without a text are passed over. */
export function duplicates(
  texts: ReadonlyArray<string | undefined>,
  tell: (text: string, index: number, first: number) => Finding,
  same = (text: string): string => text,
): Finding[] {
  const seen = new Map<string, number>();
  return texts.flatMap((text, index) => {
    if (text === undefined || text === '') return [];
    const first = seen.get(same(text));
    if (first === undefined) seen.set(same(text), index);
    return first === undefined ? [] : tell(text, index, first);
  });
}
