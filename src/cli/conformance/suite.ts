import { type Check, type CheckResult, runChecks, skipChecks, type WatchCheck } from './check';

/** What the checks say of one thing. */
export interface CheckedSubject {
  /** For people: a request, an image, a program. */
  readonly subject: string;
  readonly results: readonly CheckResult[];
}

/** Checks of one kind with the thing that they look at. */
export interface Suite {
  readonly subject: string;
  run(isChosen: (number: number) => boolean, watch?: WatchCheck): Promise<CheckedSubject>;
}

export const suite = <S>(subject: string, checks: ReadonlyArray<Check<S>>, of: S): Suite => ({
  subject,
  run: async (isChosen, watch) => ({ subject, results: await runChecks(checks.filter(({ number }) => isChosen(number)), of, watch) }),
});

/** Checks of what has to be made first: only where one of them is wanted, and where it can be. */
export const lazySuite = <S>(
  subject: string, checks: ReadonlyArray<Check<S>>, make: () => Promise<S | { readonly absent: string }>,
): Suite => ({
  subject,
  async run(isChosen, watch) {
    if (!checks.some(({ number }) => isChosen(number))) return { subject, results: [] };
    const of = await make();
    return (isAbsent(of) ? emptySuite(subject, checks, of.absent) : suite(subject, checks, of)).run(isChosen, watch);
  },
});

const isAbsent = (value: unknown): value is { readonly absent: string } => typeof value === 'object' && value !== null && 'absent' in value;

/** Checks that cannot look at anything; each says so. */
export const emptySuite = <S>(subject: string, checks: ReadonlyArray<Check<S>>, reason: string): Suite => ({
  subject,
  run: async (isChosen) => ({ subject, results: skipChecks(checks.filter(({ number }) => isChosen(number)), reason) }),
});
