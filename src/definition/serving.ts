import type { BatchStrategy } from './validation-transform-options';

/** What becomes of a record that the algorithm cannot use, in a request with other records. */
export enum BadRecords {
  /** Its place in the answer holds a placeholder: `ERROR` in CSV, `{"error": …}` in JSON and JSON Lines, `NaN` in npy. */
  PLACEHOLDER = 'placeholder',

  /** The whole request is answered with 400. */
  REFUSE = 'refuse',
}

/**
 * Requests that arrive at about the same time are predicted by one call of `predict`, their records behind one another: for
 * models that predict many records hardly slower than one. Only with `defineInference` and `defineNumberInference`; what a single
 * request says beside its records (custom attributes, inference id) is not there in such a call.
 */
export interface BatchingOptions {
  /**
   * Most requests of one call: 2 to 1000.
   */
  readonly maxRequests: number;

  /**
   * Longest time that the first of them waits for others, in milliseconds: 0 to 10000. With 0 a call takes what is waiting already.
   *
   * @default 5
   */
  readonly maxWaitMs?: number;
}

/** Buyers pay by what each answer says that it consumed, in the header `X-Amzn-Inference-Metering`. */
export interface MeteringOptions {
  /**
   * The dimension of the product's price: up to 255 letters, digits and `_.:-`.
   *
   * @default 'inference.count'
   */
  readonly dimension?: string;
}

/**
 * What `/execution-parameters` tells a batch transform job that does not set these values itself.
 *
 * `maxConcurrentTransforms` × `maxPayloadMb` is at most 100.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html
 */
export interface ExecutionParametersOptions {
  /**
   * Requests at the same time: 1 to 100.
   *
   * @default 1
   */
  readonly maxConcurrentTransforms?: number;

  /**
   * Whether a request holds one record or as many as fit, when the job splits its objects into records.
   *
   * @default BatchStrategy.MULTI_RECORD
   */
  readonly batchStrategy?: BatchStrategy;

  /**
   * Largest request in MB (2^20 bytes): 0 to 100; 0 means that objects of any size are streamed.
   *
   * @default 6
   */
  readonly maxPayloadMb?: number;
}
