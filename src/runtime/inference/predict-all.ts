import { type BadRecordError, isBadRecord } from './bad-record-error';
import type { Predictions } from './define-inference';
import { countOf, onlyRecord, type Records } from './records';
import { goOn, isToCome, type MaybePromise } from '../shared/maybe-promise';
import { RuntimeError } from '../shared/runtime-error';

type Predict = (records: Records) => Predictions | Promise<Predictions>;

export const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

function countError(given: number | string, records: number): RuntimeError {
  return new RuntimeError('SMA_RUN_PREDICTIONS', `gave ${given} predictions for ${records} records`);
}

function checkedArray(predictions: unknown, records: number): readonly unknown[] {
  if (!Array.isArray(predictions)) throw new RuntimeError('SMA_RUN_PREDICTIONS', `gave ${typeof predictions}, not an array`);
  if (predictions.length !== records) throw countError(predictions.length, records);
  return predictions;
}

/** Predictions that come one after the other, all of them. */
export async function allOf(predictions: Predictions): Promise<readonly unknown[]> {
  if (!isStream(predictions)) return predictions;
  const all: unknown[] = [];
  for await (const prediction of predictions) all.push(prediction);
  return all;
}

async function aloneOrBad(predict: Predict, record: Records): Promise<unknown> {
  try {
    return checkedArray(await allOf(await predict(record)), 1)[0];
  } catch (error) {
    if (isBadRecord(error)) return error;
    throw error;
  }
}

/** What is left of the records after one of them has been thrown for: each alone and once, so that it takes linear time. */
async function* eachAlone(predict: Predict, records: Records, from: number, thrown: BadRecordError): AsyncGenerator<unknown> {
  const count = countOf(records);
  const known = count - from === 1 ? from : thrown.index;
  for (let index = from; index < count; index++) yield index === known ? thrown : await aloneOrBad(predict, onlyRecord(records, index));
}

async function* checkedStream(
  predict: Predict, records: Records, predictions: AsyncIterable<unknown>, survives: boolean,
): AsyncGenerator<unknown> {
  const count = countOf(records);
  let given = 0;
  try {
    for await (const prediction of predictions) {
      if (given === count) throw countError('more', count);
      yield prediction;
      given++;
    }
  } catch (error) {
    if (!survives || !isBadRecord(error) || given === count) throw error;
    yield* eachAlone(predict, records, given, error);
    return;
  }
  if (given < count) throw countError(given, count);
}

/**
 * Predicts so that a bad record costs its own prediction only.
 * @param survives whether the other records are predicted after one has been thrown for; otherwise that error is thrown on
 * @returns one prediction for each record in their order; in the place of a bad one its error
 * @throws RuntimeError SMA_RUN_PREDICTIONS when there are more or fewer; a stream tells it at its end
 */
export function predictAll(predict: Predict, records: Records, survives: boolean): MaybePromise<Predictions> {
  const count = countOf(records);
  if (count === 0) return [];
  const checked = (predictions: Predictions): Predictions =>
    isStream(predictions) ? checkedStream(predict, records, predictions, survives) : checkedArray(predictions, count);
  const othersThan = (error: unknown): MaybePromise<Predictions> => {
    if (!survives || !isBadRecord(error)) throw error;
    return allOf(eachAlone(predict, records, 0, error));
  };
  try {
    const predictions = goOn(predict(records), checked);
    return isToCome(predictions) ? predictions.catch(othersThan) : predictions;
  } catch (error) {
    return othersThan(error);
  }
}
