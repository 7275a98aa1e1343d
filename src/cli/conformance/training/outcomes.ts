/** What an outcome says, in words of a report. */
import { lstat, readFile } from 'node:fs/promises';
import type { TrainingSubject } from './subject';
import { FAILURE_REASON_MAX_CHARS } from '../../../contract/job-outcome';
import { cutText } from '../../../contract/quoted';
import type { HostOutcome } from '../../engine/hosts/hosts-job';
import { duration } from '../../quantities';
import { explainEnd } from '../../simulator/exit-code';
import { listFolder } from '../../simulator/model-archive';
import { fail, pass, type Verdict } from '../check';

/** Unit: lines. */
const SHOWN_LINES = 5;
/** Unit: characters. */
const SHOWN_LINE_CHARS = 300;

export const succeeded = ({ ended, timedOut }: HostOutcome): boolean => !timedOut && ended.exitCode === 0;

/** The host that a failed job has to thank for it: one that ended badly by itself, before those that waited for it. */
export const culprit = (outcomes: readonly HostOutcome[]): HostOutcome | undefined => {
  const bad = outcomes.filter((outcome) => !succeeded(outcome));
  return bad.find(({ timedOut, abandoned }) => !timedOut && !abandoned) ?? bad.find(({ abandoned }) => !abandoned) ?? bad[0];
};

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

/** The end, the failure file and the last lines of the log. */
export async function evidenceOf(outcome: HostOutcome, what: string): Promise<string[]> {
  const failure = await failureOf(outcome);
  return [
    `${what}: ${endOf(outcome)}`,
    ...(failure ? [`failure file: ${cutText(failure.text.trim() || `(${failure.problem ?? 'empty'})`, SHOWN_LINE_CHARS)}`] : []),
    ...outcome.lines.slice(-SHOWN_LINES).map(({ text }) => `log: ${cutText(text, SHOWN_LINE_CHARS)}`),
  ];
}

export const modelFiles = async ({ paths }: HostOutcome): Promise<readonly string[]> => (await listFolder(paths.model)).files;

/** Whether it succeeded and left a model. */
export const worked = async (outcome: HostOutcome): Promise<boolean> => succeeded(outcome) && (await modelFiles(outcome)).length > 0;

/** The verdict of jobs that all have to end well and to leave a model. */
export async function expectSuccess(jobs: ReadonlyArray<readonly [what: string, outcome: HostOutcome]>, fix: string): Promise<Verdict> {
  for (const [what, outcome] of jobs) {
    if (!succeeded(outcome)) return fail(fix, ...await evidenceOf(outcome, what));
    if ((await modelFiles(outcome)).length === 0) return fail(fix, `${what}: no file in the model folder`);
  }
  return pass(...jobs.map(([what, outcome]) => `${what}: ${endOf(outcome)}`));
}

/** The same, where the jobs also have to make the model of the ordinary job. */
export async function expectSameModel(
  subject: TrainingSubject, jobs: ReadonlyArray<readonly [what: string, outcome: HostOutcome]>, fix: string,
): Promise<Verdict> {
  const ended = await expectSuccess(jobs, fix);
  if (ended.verdict !== 'pass') return ended;
  const evidence = [...ended.evidence];
  for (const [what, outcome] of jobs) {
    const compared = await subject.comparedWithBaseline(outcome);
    if (compared === 'different') return fail(fix, ...evidence, `${what}: the model differs from that of an ordinary job`);
    evidence.push(compared === 'same' ? `${what}: the same model` : `${what}: ordinary jobs differ in their models too, so these were not compared`);
  }
  return pass(...evidence);
}
