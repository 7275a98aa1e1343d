import type { AdditionalDataSourceOptions } from './additional-data-source';

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
}
