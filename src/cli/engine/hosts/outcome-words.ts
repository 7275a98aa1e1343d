/** What can be said of one host's end. */
import { lstat, readFile } from 'node:fs/promises';
import type { HostOutcome } from './hosts-job';
import { FAILURE_REASON_MAX_CHARS } from '../../../contract/job-outcome';
import { cutText } from '../../../contract/quoted';
import { duration } from '../../quantities';
import { explainEnd } from '../../simulator/exit-code';

/** Unit: lines. */
const SHOWN_LINES = 5;
/** Unit: characters. */
const SHOWN_LINE_CHARS = 300;

export const succeeded = ({ ended, timedOut }: HostOutcome): boolean => !timedOut && ended.exitCode === 0;

export function endOf(outcome: HostOutcome): string {
  if (outcome.timedOut) return `did not end within ${duration(outcome.durationMs)}`;
  return `${explainEnd(outcome.ended)} after ${duration(outcome.durationMs)}`;
}

/** The failure file as SageMaker reads it; undefined where there is none. */
export async function failureOf({ paths }: HostOutcome): Promise<{ readonly text: string; readonly problem?: string } | undefined> {
  const found = await lstat(paths.failure).catch(() => undefined);
  if (!found) return undefined;
  if (!found.isFile()) return { text: '', problem: 'it is not a regular file' };
  const bytes = await readFile(paths.failure);
  const text = bytes.toString('utf8');
  // Characters, not UTF-16 units: a cut never leaves half of one.
  const kept = Array.from(text).slice(0, FAILURE_REASON_MAX_CHARS).join('');
  return Buffer.from(text, 'utf8').equals(bytes) ? { text: kept } : { text: kept, problem: 'it is not UTF-8' };
}

/** Frames of a stack stand behind what went wrong, and would hide it. */
const saysSomething = (line: string): boolean => line.trim() !== '' && !/^\s+at /.test(line);

/** The end, the failure file and the last lines of the log that say something. */
export async function evidenceOf(outcome: HostOutcome, what: string): Promise<string[]> {
  const failure = await failureOf(outcome);
  return [
    `${what}: ${endOf(outcome)}`,
    ...(failure ? [`failure file: ${cutText(failure.text.trim() || `(${failure.problem ?? 'empty'})`, SHOWN_LINE_CHARS)}`] : []),
    ...outcome.lines.filter(({ text }) => saysSomething(text)).slice(-SHOWN_LINES).map(({ text }) => `log: ${cutText(text, SHOWN_LINE_CHARS)}`),
  ];
}
