import { nearMiss } from '../../contract/near-miss';

/** ` (did you mean X?)`, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const candidate = nearMiss(word, candidates);
  return candidate === undefined || candidate === word ? '' : ` (did you mean ${candidate}?)`;
}
