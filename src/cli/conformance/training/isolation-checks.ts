import { endOf, evidenceOf, expectSameModel, expectSuccess, succeeded, worked } from './outcomes';
import { SOURCE } from './sources';
import { USUAL_ENV, type TrainingSubject } from './subject';
import { CONTAINER_ENV } from '../../../contract/container-env';
import { cutText } from '../../../contract/quoted';
import { fail, pass, skip, type Check } from '../check';
import { NETWORK_ATTEMPT } from '../network-attempt';

/** Limits of the service for what a job's environment holds. */
const ENV_ENTRIES = 100;
const ENV_VALUE_MAX_CHARS = 512;

/** As many variables as a job may set, as long as they may be; the names are no program's. */
function largeEnvironment(): Record<string, string> {
  const entries = Array.from({ length: ENV_ENTRIES }, (_, at) => [`CONFORMANCE_${at}`, `${'x'.repeat(ENV_VALUE_MAX_CHARS - 8)} "$'\\ü`.slice(0, ENV_VALUE_MAX_CHARS)]);
  return Object.fromEntries(entries) as Record<string, string>;
}

export const isolationChecks: ReadonlyArray<Check<TrainingSubject>> = [
  {
    number: 33, kind: 'T', source: SOURCE.storage, recommended: true,
    name: 'a job needs to write the model, output and checkpoints folders and /tmp only',
    async run(subject) {
      const reason = subject.unable('readOnlyRoot');
      if (reason) return skip(reason);
      return expectSameModel(subject, [['read-only input and root file system', await subject.job({ readOnlyRoot: true })]], 'write temporary files to /tmp');
    },
  },
  {
    number: 34, kind: 'T', source: SOURCE.isolation,
    name: 'a job needs no network and tries none',
    async run(subject) {
      const reason = subject.unable('isolation');
      if (reason) return skip(reason);
      const outcome = await subject.baseline();
      const attempt = outcome.lines.find(({ text }) => NETWORK_ATTEMPT.test(text));
      const fix = 'bring everything that the algorithm needs into the image; only the peers of a job can be reached';
      if (attempt) return fail(fix, ...await evidenceOf(outcome, 'no network'), `an attempt: ${cutText(attempt.text, 300)}`);
      return await worked(outcome) ? expectSuccess([['no network', outcome]], fix)
        : skip(`an ordinary job makes no model (checks 15 and 16): ${endOf(outcome)}`);
    },
  },
  {
    number: 35, kind: 'T', source: SOURCE.isolation,
    name: 'a job needs no AWS variable and no credentials',
    async run(subject) {
      const env = Object.fromEntries(Object.entries(USUAL_ENV).filter(([name]) => !name.startsWith('AWS_')));
      return expectSameModel(subject, [['no AWS_* variable, no metadata endpoint', await subject.job({ env })]], 'ask AWS for nothing: a job has neither credentials nor a network');
    },
  },
  {
    number: 52, kind: 'T', source: SOURCE.storage,
    name: 'a job writes nothing outside of the model, output and checkpoints folders and /tmp',
    async run(subject) {
      const outcome = await subject.baseline();
      if (outcome.writtenElsewhere.length > 0) return fail('write to the folders of the job, or to /tmp', ...outcome.writtenElsewhere.slice(0, 20));
      const reason = subject.unable('allWrites');
      if (reason) return skip(reason);
      return succeeded(outcome) ? pass('nothing else was written') : skip('an ordinary job does not succeed');
    },
  },
  {
    number: 55, kind: 'T', source: SOURCE.input,
    name: 'the environment of a job is harmless, and the name of the job may be missing',
    async run(subject) {
      const ofJob: readonly string[] = [CONTAINER_ENV.trainingJobName, CONTAINER_ENV.trainingJobArn];
      const nameless = Object.fromEntries(Object.entries(USUAL_ENV).filter(([name]) => !ofJob.includes(name)));
      return expectSameModel(subject, [
        [`${ENV_ENTRIES} variables of ${ENV_VALUE_MAX_CHARS} characters`, await subject.job({ env: { ...USUAL_ENV, ...largeEnvironment() } })],
        [`no ${CONTAINER_ENV.trainingJobName}`, await subject.job({ env: nameless })],
      ], 'treat every variable as optional, and read none that you do not know');
    },
  },
  {
    number: 56, kind: 'T', source: SOURCE.logs, recommended: true,
    name: 'a job needs no terminal, and goes on when nobody reads its output',
    async run(subject) {
      const reason = subject.unable('outputClosedEarly');
      if (reason) return skip(reason);
      const outcome = await subject.job({ outputClosedEarly: true });
      const evidence = await evidenceOf(outcome, 'the reader of standard output went away');
      if (outcome.timedOut) return fail('treat EPIPE on standard output as the end of the log, not of the job', ...evidence);
      // How it ends is its own matter, as long as it ends.
      return succeeded(outcome) ? pass(...evidence) : pass(...evidence, 'it ended, though not well');
    },
  },
];
