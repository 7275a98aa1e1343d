/** Checks compare with an ordinary job: where that one fails, its own fault would be told by all of them, and none would be the one. */
import { endOf, modelFiles, succeeded } from './outcomes';
import type { TrainingSubject } from './subject';
import { skip, type Check, type Verdict } from '../check';

/** What tells something where an ordinary job fails: of its end, of its way to fail, or why it fails; Pipe mode is another job. */
const OF_FAILED_JOBS: readonly number[] = [15, 16, 17, 19, 22, 23, 25, 29, 34, 36, 37, 38, 39, 40, 42, 52];

/** Undefined where an ordinary job succeeds and leaves a model. */
export async function ordinaryProblem(subject: TrainingSubject): Promise<string | undefined> {
  const outcome = await subject.baseline();
  if (!succeeded(outcome)) return `an ordinary job does not succeed (check 15): ${endOf(outcome)}`;
  return (await modelFiles(outcome)).length === 0 ? 'an ordinary job leaves no model (check 16)' : undefined;
}

/** The same check; it is skipped where it could only tell again that an ordinary job fails. */
export function afterOrdinaryJob(check: Check<TrainingSubject>): Check<TrainingSubject> {
  if (OF_FAILED_JOBS.includes(check.number)) return check;
  return {
    ...check,
    async run(subject): Promise<Verdict> {
      const problem = await ordinaryProblem(subject);
      return problem === undefined ? check.run(subject) : skip(problem);
    },
  };
}
