import { BadRecordError, badRecordMessage } from './bad-record-error';
import type { Log } from '../shared/log';
import { RuntimeError } from '../shared/runtime-error';
import { isA, propertyOf } from '../shared/unknown-error';

/** What a predictor ends with that heeds its signal. */
const ABORT_ERRORS: readonly unknown[] = ['AbortError', 'TimeoutError'];

/**
 * What the caller is told; the details of everything that is not his fault go to the log only.
 * @param isUnwanted whether nobody waits for the answer any more: that a prediction then breaks off is no failure
 */
export function errorForCaller(error: unknown, log: Log, isUnwanted: boolean): RuntimeError {
  if (isA(error, BadRecordError)) {
    const place = error.index === undefined ? '' : `record ${error.index + 1}: `;
    return new RuntimeError('SMA_RUN_BAD_RECORD', `${place}${badRecordMessage(error)}`);
  }
  if (isA(error, RuntimeError) && error.status !== undefined) return error;
  if (isUnwanted && isA(error, Error) && ABORT_ERRORS.includes(propertyOf(error, 'name'))) log.debug('a prediction ended since nobody waits for it');
  else log.error('an invocation failed', error);
  return new RuntimeError('SMA_RUN_PREDICTION_FAILED');
}
