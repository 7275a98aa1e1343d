import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { JobInputError } from './job-input-error';
import { EXIT_CODE, FAILURE_REASON_MAX_CHARS } from '../../contract/job-outcome';
import type { OptMlPaths } from '../../contract/opt-ml';
import { cutText } from '../../contract/quoted';
import { describeError } from '../shared/describe-error';
import type { Log } from '../shared/log';
import { oneLine } from '../shared/one-line';
import { RuntimeError } from '../shared/runtime-error';
import { isA } from '../shared/unknown-error';

function fixOf(error: unknown): string {
  if (isA(error, JobInputError)) return error.problems.length === 1 ? fixOf(error.problems[0]) : '';
  return isA(error, RuntimeError) ? `\nfix: ${error.fix} (${error.code})` : '';
}

/** The text of the failure file: the reason first and in one line, because consoles show little more; never a stack. */
export function failureText(error: unknown): string {
  const reason = isA(error, JobInputError) ? oneLine(error.message) : describeError(error);
  return cutText(`${reason}${fixOf(error)}`, FAILURE_REASON_MAX_CHARS);
}

function exitCodeOf(error: unknown): number {
  if (isA(error, JobInputError)) return EXIT_CODE.inputError;
  return isA(error, RuntimeError) ? error.exitCode : EXIT_CODE.algorithmError;
}

function logFailure(error: unknown, log: Log): void {
  if (!isA(error, JobInputError)) return log.error('the job failed', error);
  for (const problem of error.problems) log.error('the job cannot run', problem);
}

function writeFailureFile(error: unknown, paths: OptMlPaths, log: Log): void {
  // What the user's own code wrote, or what failed first, says more.
  if (existsSync(paths.failure)) return;
  try {
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
