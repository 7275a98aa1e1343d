import type { AdditionalDataSourceOptions } from './additional-data-source';
import type { Concurrency } from './concurrency';
import type { BadRecords, BatchingOptions, ExecutionParametersOptions, MeteringOptions } from './serving';

/**
 * The inference side of the algorithm.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceSpecification.html
 */
export interface InferenceOptions {
  /**
   * Media types of requests, without parameters; the first is assumed when a request names none. At least one.
   *
   * `text/csv`, `application/json` and `application/jsonlines` are decoded by the runtime; any other needs `defineRawInference`.
   */
  readonly contentTypes: string[];

  /**
   * Media types of responses; the first answers a request that accepts anything. At least one.
   *
   * @default - the same as `contentTypes`
   */
  readonly responseTypes?: string[];

  /**
   * Instance types that endpoints may run on, for example `ml.m5.large`. Names that SageMaker's list of 2026-10-01 does not have
   * are warned of.
   *
   * @default - `ml.m5.large`
   */
  readonly realtimeInstanceTypes?: string[];

  /**
   * Instance types that batch transform jobs may run on, for example `ml.m5.xlarge`. Names that SageMaker's list of 2026-10-01
   * does not have are warned of.
   *
   * @default - `ml.m5.xlarge`
   */
  readonly transformInstanceTypes?: string[];

  /**
   * Environment variables of the inference container: at most 16; names of letters, digits and `_` up to 1024 characters, values
   * up to 1024. Buyers can read them.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;

  /**
   * An archive in S3 that the service unpacks for the inference container.
   *
   * @default - none
   */
  readonly additionalDataSource?: AdditionalDataSourceOptions;

  /**
   * Where predictions run: in the main thread, or in worker threads.
   *
   * @default - `Concurrency.workers()`, which keeps health checks truthful however long a prediction computes
   */
  readonly concurrency?: Concurrency;

  /**
   * Most requests that wait for a worker or, inline, that are answered at the same time: 1 to 10000. Those beyond it are
   * answered with 503 and `Retry-After` at once.
   *
   * @default 256
   */
  readonly queueMax?: number;

  /**
   * Requests that arrive at about the same time are predicted together.
   *
   * @default - each request by a call of its own
   */
  readonly batching?: BatchingOptions;

  /**
   * Longest time for an answer, in seconds, from the end of the request, or of each part of a long body that is answered in parts:
   * 1 to 3600. After it the caller gets 504, and a worker that is still busy is replaced. `SAGEMAKER_MODEL_SERVER_TIMEOUT` in the
   * container overrules it.
   *
   * @default - 60, as the service waits, or 480 with `streaming`; none in batch transform, where the job sets the time
   */
  readonly timeoutSeconds?: number;

  /**
   * Whether answers may be streamed (`InvokeEndpointWithResponseStream`), for which the service waits 8 minutes instead of one.
   *
   * @default false
   */
  readonly streaming?: boolean;

  /**
   * What becomes of a record that the algorithm cannot use, in a request with other records or in batch transform.
   *
   * @default BadRecords.PLACEHOLDER
   */
  readonly badRecords?: BadRecords;

  /**
   * Answers say what they consumed, for products that are priced per inference.
   *
   * @default - answers say nothing
   */
  readonly metering?: MeteringOptions;

  /**
   * What `/execution-parameters` tells batch transform jobs.
   *
   * @default - the route answers 404, and the job or the service decides
   */
  readonly executionParameters?: ExecutionParametersOptions;

  /**
   * Whether `/metrics` tells counts and times of the server as Prometheus text.
   *
   * @default false
   */
  readonly metrics?: boolean;
}
