import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stoppedJob } from './moments';
import { endOf, evidenceOf, modelFiles } from './outcomes';
import { SOURCE } from './sources';
import type { TrainingSubject } from './subject';
import { deafness } from '../../engine/hosts/deaf';
import type { HostOutcome } from '../../engine/hosts/hosts-job';
import { duration } from '../../quantities';
import { fail, pass, skip, type Check } from '../check';

const stopped = new WeakMap<TrainingSubject, Promise<HostOutcome | undefined>>();

function stoppedOnce(subject: TrainingSubject): Promise<HostOutcome | undefined> {
  const job = stopped.get(subject) ?? stoppedJob(subject);
  stopped.set(subject, job);
  return job;
}

const TOO_SHORT = 'every job had ended before the signal came, also on more data; say which hyperparameters make a job last';
/** Names under which programs write what is not whole yet. */
const HALF_WRITTEN = /\.(tmp|temp|part|partial|swp|incomplete)$|~$/i;

async function brokenFile({ paths }: HostOutcome, files: readonly string[]): Promise<string | undefined> {
  for (const name of files) {
    if (HALF_WRITTEN.test(name)) return `${name} has the name of a file that is being written`;
    if (!name.endsWith('.json')) continue;
    try {
      JSON.parse(await readFile(join(paths.model, name), 'utf8'));
    } catch (error) {
      return `${name} is not whole: ${(error as Error).message}`;
    }
  }
  return undefined;
}

export const stopChecks: ReadonlyArray<Check<TrainingSubject>> = [
  {
    number: 43, kind: 'T', source: SOURCE.stop,
    name: 'SIGTERM ends a running job in time',
    async run(subject) {
      const outcome = await stoppedOnce(subject);
      if (!outcome) return skip(TOO_SHORT);
      const after = `SIGTERM after ${duration(outcome.signalledAtMs!)}`;
      const fix = 'handle SIGTERM in process 1: save what is worth saving and end; start the program with exec, so that it is process 1';
      if (outcome.deaf !== undefined) return fail(fix, after, deafness(outcome.deaf));
      if (outcome.timedOut) return fail(fix, after, `was killed ${duration(subject.times.stopMs)} later`);
      // A container's first process has no default action for it: what ends a process here is ignored there.
      if (outcome.ended.signal === 'SIGTERM') return fail(fix, after, 'the program does not handle the signal; as process 1 of a container it would not even notice');
      return pass(after, `${endOf(outcome)}, ${duration(outcome.durationMs - outcome.signalledAtMs!)} after it`);
    },
  },
  {
    number: 44, kind: 'T', source: SOURCE.stop,
    name: 'a stopped job leaves a model that can be loaded, or none',
    async run(subject) {
      const outcome = await stoppedOnce(subject);
      if (!outcome) return skip(TOO_SHORT);
      const files = await modelFiles(outcome);
      if (files.length === 0) return pass('no file in the model folder');
      const fix = 'write every file of the model under a temporary name outside of it or remove it when stopped, and rename it when it is whole';
      const usual = await subject.ordinaryLoadProblem((await subject.baseline()).paths.model);
      const load = usual === undefined ? subject.loadModel : undefined;
      const broken = await brokenFile(outcome, files) ?? await load?.(outcome.paths.model);
      if (broken) return fail(fix, ...await evidenceOf(outcome, 'a stopped job'), `model folder: ${files.join(', ')}`, broken);
      const untried = usual === undefined ? 'no inference program is known' : 'it does not load that of an ordinary job either (check 18)';
      return pass(`model folder: ${files.join(', ')}`, load ? 'the inference program loads it' : `whether it can be loaded was not tried: ${untried}`);
    },
  },
];
