import { randomBytes } from 'node:crypto';
import { badHyperparameters } from './hyperparameter-checks';
import { IN_CONTAINER } from './job-input';
import { endOf, evidenceOf, failureOf, modelFiles, succeeded } from './outcomes';
import { SOURCE } from './sources';
import { USUAL_ENV, type TrainingSubject } from './subject';
import type { HostOutcome } from '../../engine/hosts/hosts-job';
import { fail, pass, skip, type Check } from '../check';
import { leakIn, PLANTED } from '../leaks';
import { didNotStart } from '../targets/start-probe';

type Forced = ReadonlyArray<readonly [what: string, outcome: HostOutcome]>;

/** Jobs that cannot succeed, as far as is known; those that succeeded all the same are left out. */
async function forcedFailures(subject: TrainingSubject): Promise<Forced> {
  const env = { ...USUAL_ENV, [PLANTED.name]: PLANTED.value };
  const forced: Array<readonly [string, HostOutcome]> = [];
  const hyperparameters = badHyperparameters(subject.facts);
  if (hyperparameters) forced.push(['a hyperparameter out of range', await subject.once('forced failure: hyperparameter', { hyperparameters, env })]);
  if (subject.fed.length > 0) {
    const absent = Object.fromEntries(subject.fed.map(({ spec }) => [spec.name, 'absent' as const]));
    forced.push(['no channel', await subject.once('forced failure: channel', { channels: absent, env })]);
    const noise = Object.fromEntries(subject.fed.map(({ spec, files }) =>
      [spec.name, { files: Object.fromEntries(Object.keys(files).map((name) => [name, randomBytes(4_096)])) }]));
    forced.push(['data of random bytes', await subject.once('forced failure: data', { channels: noise, env })]);
  }
  const failed = await Promise.all(forced.map(([, outcome]) => hasFailed(outcome)));
  return forced.filter((_, at) => failed[at]);
}

/** By its code, or by what it leaves: a reason for a failure, or nothing at all. */
async function hasFailed(outcome: HostOutcome): Promise<boolean> {
  // A program that was not started says nothing of how it fails.
  if (didNotStart(outcome.ended)) return false;
  return !succeeded(outcome) || await failureOf(outcome) !== undefined || (await modelFiles(outcome)).length === 0;
}

const NOT_FORCED = 'nothing that was tried made the algorithm fail: a hyperparameter out of range, no channel, random bytes as data';

export const failureChecks: ReadonlyArray<Check<TrainingSubject>> = [
  {
    number: 40, kind: 'T', source: SOURCE.outcome,
    name: 'a job that fails ends with another code than 0 and says why in the failure file',
    async run(subject) {
      const forced = await forcedFailures(subject);
      if (forced.length === 0) return skip(NOT_FORCED);
      const evidence: string[] = [];
      for (const [what, outcome] of forced) {
        const seen = await evidenceOf(outcome, what);
        if (outcome.timedOut) return fail('end the process when the job has failed', ...seen);
        if (succeeded(outcome)) return fail('end a job that has failed with another code than 0', ...seen, 'a job without a model counts as a success');
        const failure = await failureOf(outcome);
        if (!failure) return fail(`write the reason to ${IN_CONTAINER.failure} before the process ends`, ...seen, 'no failure file');
        const letters = failure.text.match(/\p{L}{2,}/gu)?.length ?? 0;
        const problem = failure.problem ?? (letters < 3 ? 'its first 1024 characters hold no words' : undefined);
        if (problem) return fail(`write a sentence as UTF-8 text to the regular file ${IN_CONTAINER.failure}`, ...seen, `the failure file: ${problem}`);
        evidence.push(...seen);
      }
      return pass(...evidence);
    },
  },
  {
    number: 41, kind: 'T', source: SOURCE.outcome, recommended: true,
    name: 'a job that succeeds leaves no failure file',
    async run(subject) {
      const outcome = await subject.baseline();
      if (!succeeded(outcome)) return skip(`an ordinary job does not succeed: ${endOf(outcome)}`);
      const failure = await failureOf(outcome);
      return failure ? fail(`write ${IN_CONTAINER.failure} only when the job fails`, ...await evidenceOf(outcome, 'an ordinary job')) : pass('no failure file');
    },
  },
  {
    number: 42, kind: 'T', source: SOURCE.marketplace, recommended: true,
    name: 'a failure reason holds neither a stack trace nor a secret',
    async run(subject) {
      const evidence: string[] = [];
      for (const [what, outcome] of await forcedFailures(subject)) {
        const failure = await failureOf(outcome);
        if (!failure) continue;
        const leak = leakIn(failure.text);
        if (leak) return fail('write the reason in a sentence, and the stack to the log', `${what}: the failure file holds ${leak}`, failure.text);
        evidence.push(`${what}: ${failure.text.trim()}`);
      }
      return evidence.length > 0 ? pass(...evidence) : skip('no job left a failure file');
    },
  },
];
