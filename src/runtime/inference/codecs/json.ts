import type { Codec } from './codec';
import { plainPrediction } from './plain-prediction';
import { RuntimeError } from '../../shared/runtime-error';
import { decodeText } from '../decode-text';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RuntimeError('SMA_RUN_BODY', `the body is not JSON (${(error as Error).message})`);
  }
}

function recordsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'instances')) return [value];
  const { instances } = value as { instances: unknown };
  if (!Array.isArray(instances)) throw new RuntimeError('SMA_RUN_BODY', '"instances" is not an array of records');
  return instances;
}

/** What JSON has no word for, such as undefined, is null. */
export const jsonOf = (prediction: unknown): string => JSON.stringify(plainPrediction(prediction)) ?? 'null';

/** What stands around all predictions of an answer in JSON. */
export const JSON_AROUND = { start: '{"predictions":[', between: ',', end: ']}' } as const;

/** `application/json`: an array, or `{"instances": […]}`, holds the records; any other value is one record. */
export const jsonCodec: Codec = {
  decode: (body, contentType) => ({ records: recordsOf(parse(decodeText(body, contentType))) }),
  encode: (predictions) => JSON.stringify({ predictions: predictions.map(plainPrediction) }),
  encoding: (_count, isPart) => ({
    start: () => isPart ? '' : JSON_AROUND.start,
    next: (prediction, index) => index === 0 ? jsonOf(prediction) : `${JSON_AROUND.between}${jsonOf(prediction)}`,
    end: () => isPart ? '' : JSON_AROUND.end,
  }),
  placeholder: (error) => ({ error }),
};
