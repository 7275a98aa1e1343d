/** What checks expect of outcomes. */
import type { TrainingSubject } from './subject';
import type { HostOutcome } from '../../engine/hosts/hosts-job';
import { endOf, evidenceOf, succeeded } from '../../engine/hosts/outcome-words';
import { listFolder } from '../../simulator/model-archive';
import { fail, pass, type Verdict } from '../check';

/** The host that a failed job has to thank for it: one that ended badly by itself, before those that waited for it. */
export const culprit = (outcomes: readonly HostOutcome[]): HostOutcome | undefined => {
  const bad = outcomes.filter((outcome) => !succeeded(outcome));
  return bad.find(({ timedOut, abandoned }) => !timedOut && !abandoned) ?? bad.find(({ abandoned }) => !abandoned) ?? bad[0];
};

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
