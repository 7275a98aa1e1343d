import type { Codec } from './codec';
import { plainPrediction } from './plain-prediction';
import { RuntimeError } from '../../shared/runtime-error';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RuntimeError('SMA_RUN_BODY', `the body is not JSON (${(error as Error).message})`);
  }
}

/** `application/json`: an array, or `{"instances": […]}`, holds the records; any other value is one record. */
export const jsonCodec: Codec = {
  decode(text) {
    const value = parse(text);
    if (Array.isArray(value)) return value;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'instances')) return [value];
    const { instances } = value as { instances: unknown };
    if (!Array.isArray(instances)) throw new RuntimeError('SMA_RUN_BODY', '"instances" is not an array of records');
    return instances;
  },
  encode: (predictions) => JSON.stringify({ predictions: predictions.map(plainPrediction) }),
};
