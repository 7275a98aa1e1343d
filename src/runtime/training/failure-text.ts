import { JobInputError } from './job-input-error';
import { FAILURE_REASON_MAX_CHARS } from '../../contract/job-outcome';
import { cutText } from '../../contract/quoted';
import { describeError } from '../shared/describe-error';
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
