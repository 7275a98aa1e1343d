import { type BadRecordError, isBadRecord } from './bad-record-error';
import type { Predictions } from './define-inference';
import { goOn, isToCome, type MaybePromise } from '../shared/maybe-promise';
import { RuntimeError } from '../shared/runtime-error';

type Predict = (records: readonly unknown[]) => Predictions | Promise<Predictions>;

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

async function aloneOrBad(predict: Predict, record: unknown): Promise<unknown> {
  try {
    return checkedArray(await allOf(await predict([record])), 1)[0];
  } catch (error) {
    if (isBadRecord(error)) return error;
    throw error;
  }
}

/** What is left of the records after one of them has been thrown for: each alone and once, so that it takes linear time. */
async function* eachAlone(predict: Predict, records: readonly unknown[], from: number, thrown: BadRecordError): AsyncGenerator<unknown> {
  const known = records.length - from === 1 ? from : thrown.index;
  for (let index = from; index < records.length; index++) yield index === known ? thrown : await aloneOrBad(predict, records[index]);
}

async function* checkedStream(
  predict: Predict, records: readonly unknown[], predictions: AsyncIterable<unknown>, survives: boolean,
): AsyncGenerator<unknown> {
  let given = 0;
  try {
    for await (const prediction of predictions) {
      if (given === records.length) throw countError('more', records.length);
      yield prediction;
      given++;
    }
  } catch (error) {
    if (!survives || !isBadRecord(error) || given === records.length) throw error;
    yield* eachAlone(predict, records, given, error);
    return;
  }
  if (given < records.length) throw countError(given, records.length);
}

/**
 * Predicts so that a bad record costs its own prediction only.
 * @param survives whether the other records are predicted after one has been thrown for; otherwise that error is thrown on
 * @returns one prediction for each record in their order; in the place of a bad one its error
 * @throws RuntimeError SMA_RUN_PREDICTIONS when there are more or fewer; a stream tells it at its end
 */
export function predictAll(predict: Predict, records: readonly unknown[], survives: boolean): MaybePromise<Predictions> {
  if (records.length === 0) return [];
  const checked = (predictions: Predictions): Predictions =>
    isStream(predictions) ? checkedStream(predict, records, predictions, survives) : checkedArray(predictions, records.length);
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
