/** The changes between two requests, for people; pure. */
import type { Change, Verdict, VersionStep } from '../../request/compatibility';
import { count } from '../quantities';
import type { Tone } from '../report';

const TONE: Readonly<Record<Verdict, Tone>> = { breaking: 'bad', safe: 'good', neutral: 'plain' };

/** Unit: characters. The whole value is in the document of `--json`. */
const SHOWN_VALUE_CHARS = 60;

function shown(value: unknown): string {
  if (value === undefined) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN_VALUE_CHARS ? `${text.slice(0, SHOWN_VALUE_CHARS - 1)}…` : text;
}

const STEP: Readonly<Record<VersionStep, string>> = {
  major: 'the version has to rise by a major step',
  minor: 'the version has to rise by a minor step',
  patch: 'the version has to rise by a patch',
  none: 'the version may stay',
};

/** `2 breaking, 1 safe`. */
export function changesInWords(changes: readonly Change[]): string {
  const words = (['breaking', 'safe', 'neutral'] as const).flatMap((verdict) => {
    const number = changes.filter((change) => change.verdict === verdict).length;
    return number > 0 ? [`${number} ${verdict}`] : [];
  });
  return words.length === 0 ? 'no change' : `${count(changes.length, 'change')}: ${words.join(', ')}`;
}

/** One row per change, its reason below it, and what the version has to say. */
export function renderChanges(changes: readonly Change[], step: VersionStep, toned: (tone: Tone, text: string) => string): string {
  const width = (column: (change: Change) => string) => Math.max(0, ...changes.map((change) => column(change).length));
  const verdicts = width(({ verdict }) => verdict);
  const kinds = width(({ kind }) => kind);
  const rows = changes.flatMap(({ verdict, kind, path, old, new: now, why }) => [
    `${toned(TONE[verdict], verdict.padEnd(verdicts))}  ${kind.padEnd(kinds)}  ${path}: ${shown(old)} → ${shown(now)}`,
    `${' '.repeat(verdicts)}  ${why}`,
  ]);
  return [...rows, ...(rows.length > 0 ? [''] : []), `${changesInWords(changes)}; ${STEP[step]}`].join('\n');
}
