import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { failureText } from './failure-text';
import { JobInputError } from './job-input-error';
import { isSilentEnd } from './silent-end';
import { EXIT_CODE } from '../../contract/job-outcome';
import type { OptMlPaths } from '../../contract/opt-ml';
import type { Log } from '../shared/log';
import { RuntimeError } from '../shared/runtime-error';
import { isA } from '../shared/unknown-error';

function exitCodeOf(error: unknown): number {
  if (isA(error, JobInputError)) return EXIT_CODE.inputError;
  return isA(error, RuntimeError) ? error.exitCode : EXIT_CODE.algorithmError;
}

function logFailure(error: unknown, log: Log): void {
  if (!isA(error, JobInputError)) return log.error('the job failed', error);
  for (const problem of error.problems) log.error('the job cannot run', problem);
}

/** Writes over the blocks that the file has, which works on a full disk as well. */
function replaceInPlace(path: string, text: string): void {
  const file = openSync(path, 'r+');
  try {
    ftruncateSync(file, writeSync(file, text));
  } finally {
    closeSync(file);
  }
}

function writeFailureFile(error: unknown, paths: OptMlPaths, log: Log): void {
  try {
    if (isSilentEnd(paths)) return replaceInPlace(paths.failure, failureText(error));
    // What the user's own code wrote, or what failed first, says more.
    if (existsSync(paths.failure)) return;
    mkdirSync(paths.output, { recursive: true });
    writeFileSync(paths.failure, failureText(error));
  } catch (problem) {
    log.error(`${paths.failure} cannot be written`, problem);
  }
}

/**
 * Says why the job failed: in full to the log, in short to the file that becomes SageMaker's FailureReason.
 * Synchronous, because it is also called while the process exits.
 * @returns the exit code
 */
export function reportFailure(error: unknown, paths: OptMlPaths, log: Log): number {
  logFailure(error, log);
  writeFailureFile(error, paths, log);
  return exitCodeOf(error);
}
