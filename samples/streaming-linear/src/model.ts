/** What training writes and inference reads: the two programs agree on it here. */

/** Name of the model's file in `/opt/ml/model`. */
export const MODEL_FILE = 'model.json';

/** Version of the file's format: raise it when older programs would misread the file. */
export const MODEL_FORMAT = 1;

/** The file's content: the prediction is `bias` plus each feature times its weight. */
export interface LinearModel {
  readonly format: typeof MODEL_FORMAT;
  /** One for each feature, in the order of the training data. */
  readonly weights: number[];
  readonly bias: number;
}

/** The prediction for a row that lies in an array from `start` on. */
export function predictAt(values: ArrayLike<number>, start: number, { weights, bias }: LinearModel): number {
  let sum = bias;
  for (let feature = 0; feature < weights.length; feature++) sum += weights[feature] * values[start + feature];
  return sum;
}
