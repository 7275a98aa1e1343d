import type { MEDIA_TYPE } from '../../../contract/media-types';
import type { AlgorithmTypes } from '../../shared/algorithm-types';
import type { NumberBatch } from '../../shared/number-batch';
import type { CodecType, ModelLoader, OnlyCodecTypes, Predictions } from '../define-inference';
import type { InvocationContext } from '../invocation-context';

/** Media types that rows of numbers can be read from. */
type NumberType = Exclude<CodecType, typeof MEDIA_TYPE.bytes>;

/** Inference on rows of numbers: the runtime decodes requests, checks every value and encodes responses. */
export interface NumberInference<A extends AlgorithmTypes, M, P extends Predictions = readonly unknown[]> extends ModelLoader<M> {
  /**
   * Whether the model takes records with missing values, as NaN: an empty field or `nan` in CSV, `null` in JSON. It gets infinite
   * numbers then, too.
   * @default false: such a record is bad
   */
  readonly missingValues?: boolean;
  /** How many numbers the model takes in a record, from 1; a record with more or fewer is bad. Asked once, behind `loadModel`. */
  columns(model: M): number;
  /**
   * @param batch the records of the request in its order, a row each: fields of CSV, JSON arrays of numbers or of texts of numbers, rows
   *   of `application/x-npy`, or single numbers for a model that takes one. Bad records are not among them. Never without a row.
   *   Its values are to be read only: where an error costs one record its prediction, the others are predicted from them again
   * @returns `[batch.rows]`, as in {@link RecordInference.predict}
   * @throws BadRecordError for data the model cannot use; after it the other records are predicted again, each alone
   */
  predict(model: M, batch: NumberBatch, request: InvocationContext<A>): P | Promise<P>;
}

/**
 * Defines inference on rows of numbers; the default export of `src/inference.ts`. Like {@link defineInference}, for models that take
 * nothing but numbers: they get all records of a request in one array, and no record that has not as many numbers as the model takes.
 * CSV is read straight from its bytes, without a text of every field.
 *
 * @example
 * export default defineNumberInference<Algorithm, Model>({
 *   loadModel: (files) => files.readJson<Model>('model.json'),
 *   columns: (model) => model.weights.length,
 *   predict: (model, { rows, columns, values }) => Array.from({ length: rows }, (_, row) => score(model, values, row * columns)),
 * });
 */
export function defineNumberInference<A extends AlgorithmTypes, M, P extends Predictions = readonly unknown[]>(
  definition: NumberInference<A, M, P> & OnlyCodecTypes<A, NumberType>,
): NumberInference<A, M, P> {
  return definition;
}
