/** The results of checks for programs: what `conformance --json FILE` writes. */
import { countResults, type Counts } from '../render-results';
import type { CheckedSubject } from '../suite';

/** It rises when a reader of the former version would misread the file; new fields alone do not raise it. */
export const RESULTS_VERSION = 1;

export interface ResultsDocument {
  readonly resultsVersion: typeof RESULTS_VERSION;
  /** Whether no check failed. */
  readonly ok: boolean;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Unit: ms. */
  readonly durationMs: number;
  readonly counts: Counts;
  /**
   * Images, the programs as they run, the request. Each result has the number, the kind (M image, T training, I inference,
   * R request), the name, the page that makes it so, whether it is mere advice, how long it took, and a verdict: `pass` and `fail`
   * with evidence, `fail` with a fix, `skip` with a reason.
   */
  readonly subjects: readonly CheckedSubject[];
}

/** How long the checks of a run took. */
export interface Took {
  readonly startedAt: Date;
  /** Unit: ms. */
  readonly durationMs: number;
}

export function resultsDocument(subjects: readonly CheckedSubject[], { startedAt, durationMs }: Took): ResultsDocument {
  const counts = countResults(subjects.flatMap(({ results }) => results));
  return { resultsVersion: RESULTS_VERSION, ok: counts.failed === 0, startedAt: startedAt.toISOString(), durationMs, counts, subjects };
}
