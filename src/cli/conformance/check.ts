/** What a conformance check is: one numbered assertion about an image, a run of it, or a request. Written once, here in the product. */

/** M: metadata of an image. T: runs of a training image. I: runs of an inference image. R: a CreateAlgorithm request. */
export type CheckKind = 'M' | 'T' | 'I' | 'R';

/** Number of the last check. */
export const LAST_CHECK = 102;

/** What a check found. */
export type Verdict =
  | { readonly verdict: 'pass'; readonly evidence: readonly string[] }
  | { readonly verdict: 'fail'; readonly evidence: readonly string[]; readonly fix: string }
  /** The check has nothing to look at: a feature that is not declared, an image that is not built. */
  | { readonly verdict: 'skip'; readonly reason: string };

/**
 * One check. `S` is what checks of its kind look at: the same object serves all of them.
 * A check never throws for what it looks at; an exception is a bug or an engine that is gone.
 */
export interface Check<S> {
  /** 1–102, the number under which the contract lists it. */
  readonly number: number;
  readonly kind: CheckKind;
  /** A sentence in the present tense: what holds when the check passes. */
  readonly name: string;
  /** Page that makes it so. */
  readonly source: string;
  /** Advice rather than a documented rule. */
  readonly recommended?: boolean;
  run(subject: S): Promise<Verdict>;
}

/** A check and what it found, as reports show it. */
export interface CheckResult {
  readonly number: number;
  readonly kind: CheckKind;
  readonly name: string;
  readonly source: string;
  readonly recommended: boolean;
  readonly verdict: Verdict;
  /** Unit: ms. */
  readonly durationMs: number;
}

export const pass = (...evidence: string[]): Verdict => ({ verdict: 'pass', evidence });
export const fail = (fix: string, ...evidence: string[]): Verdict => ({ verdict: 'fail', evidence, fix });
export const skip = (reason: string): Verdict => ({ verdict: 'skip', reason });

/** Stands around each check while it runs, to show that it does. */
export type WatchCheck = (check: Pick<Check<never>, 'number' | 'kind' | 'name'>, work: () => Promise<CheckResult>) => Promise<CheckResult>;

const factsOf = <S>({ number, kind, name, source, recommended = false }: Check<S>) => ({ number, kind, name, source, recommended });

const inOrder = <S>(checks: ReadonlyArray<Check<S>>): Array<Check<S>> => [...checks].sort((a, b) => a.number - b.number);

/** Runs checks one after the other, in the order of their numbers. */
export async function runChecks<S>(
  checks: ReadonlyArray<Check<S>>, subject: S, watch: WatchCheck = (_, work) => work(),
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of inOrder(checks)) {
    results.push(await watch(check, async () => {
      const startedAt = performance.now();
      const verdict = await check.run(subject);
      return { ...factsOf(check), verdict, durationMs: Math.round(performance.now() - startedAt) };
    }));
  }
  return results;
}

/** The results of checks that have nothing to look at. */
export const skipChecks = <S>(checks: ReadonlyArray<Check<S>>, reason: string): CheckResult[] =>
  inOrder(checks).map((check) => ({ ...factsOf(check), verdict: skip(reason), durationMs: 0 }));
