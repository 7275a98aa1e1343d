/** Ends what a dead program had started. */
import type { StartedProgram } from './claim';
import { CONTAINER_ENV } from '../../contract/container-env';
import { pause } from '../interruption';
import { allProcesses, lives, newborn, procFile, type ProcessIdentity } from '../processes';

/** How long a killed process may take to be gone. Unit: ms. */
const GONE_WITHIN_MS = 2_000;
/** Unit: ms. */
const POLL_MS = 10;

/** Kills programs with everything that they started themselves; gives how many programs still ran. */
export async function endPrograms(folder: string, started: readonly StartedProgram[]): Promise<number> {
  const left = [...await living(started), ...strays(folder)];
  const distinct = left.filter(({ pid }, at) => left.findIndex((other) => other.pid === pid) === at);
  distinct.forEach(killGroup);
  await goneWithin(distinct, GONE_WITHIN_MS);
  return distinct.length;
}

/** Resolves when none of them lives, or when the time is over. Unit: ms. */
export async function goneWithin(processes: readonly ProcessIdentity[], milliseconds: number): Promise<void> {
  for (const until = Date.now() + milliseconds; (await living(processes)).length > 0 && Date.now() < until;) await pause(POLL_MS);
}

async function living<T extends ProcessIdentity>(processes: readonly T[]): Promise<T[]> {
  const judged = await Promise.all(processes.map(async (one) => (await lives(one) ? [one] : [])));
  return judged.flat();
}

/** Processes that were given this folder as theirs: started by those that are known, or between a start and its record. Linux only. */
function strays(folder: string): ProcessIdentity[] {
  const given = `\0${CONTAINER_ENV.baseDir}=${folder.replaceAll('\\', '/')}`;
  const isGiven = (environment: string) => [`${given}\0`, `${given}/`].some((text) => `\0${environment}`.includes(text));
  return allProcesses().filter((pid) => isGiven(procFile(pid, 'environ'))).map(newborn);
}

/** Each program that we start leads a group of its own. */
function killGroup({ pid }: ProcessIdentity): void {
  for (const target of process.platform === 'win32' ? [pid] : [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // It leads no group, or is gone already.
    }
  }
}
