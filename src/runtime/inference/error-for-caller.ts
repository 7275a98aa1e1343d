import { BadRecordError, badRecordMessage } from './bad-record-error';
import type { Log } from '../shared/log';
import { RuntimeError } from '../shared/runtime-error';
import { isA } from '../shared/unknown-error';

/** What the caller is told; the details of everything that is not his fault go to the log only. */
export function errorForCaller(error: unknown, log: Log): RuntimeError {
  if (isA(error, BadRecordError)) {
    const place = error.index === undefined ? '' : `record ${error.index + 1}: `;
    return new RuntimeError('SMA_RUN_BAD_RECORD', `${place}${badRecordMessage(error)}`);
  }
  if (isA(error, RuntimeError) && error.status !== undefined) return error;
  log.error('an invocation failed', error);
  return new RuntimeError('SMA_RUN_PREDICTION_FAILED');
}
