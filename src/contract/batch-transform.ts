/** What batch transform jobs are like.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html (service model of 2026-10-01)
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html */

import type { BatchStrategy } from './create-algorithm';
import { MEDIA_TYPE } from './media-types';

/** SageMaker's MB. Unit: bytes. */
export const BATCH_MB = 1024 ** 2;

/** Largest request where neither job nor container say one. Unit: MB (2^20 bytes). */
export const BATCH_PAYLOAD_DEFAULT_MB = 6;

/** Longest time for the answer to a request that a job may ask for. Unit: s. */
export const BATCH_INVOCATION_TIMEOUT_MAX_SECONDS = 3600;

/** Time for the answer to a request where the job says none. Unit: s. */
export const BATCH_INVOCATION_TIMEOUT_DEFAULT_SECONDS = 600;

/** How often a request may be sent again that was not answered well; what a job may ask for. */
export const BATCH_INVOCATION_RETRIES_MAX = 3;

/** How often a request is sent again where the job says nothing. */
export const BATCH_INVOCATION_RETRIES_DEFAULT = 3;

/** Requests at once where neither job nor container say it. */
export const BATCH_CONCURRENCY_DEFAULT = 1;

/** Where neither job nor container say it. */
export const BATCH_STRATEGY_DEFAULT: BatchStrategy = 'MultiRecord';

/** The API's strategies as containers read and write them. */
export const BATCH_STRATEGY_IN_CONTAINER: Readonly<Record<BatchStrategy, string>> = {
  MultiRecord: 'MULTI_RECORD',
  SingleRecord: 'SINGLE_RECORD',
};

/** What a container may answer to `GET /execution-parameters`. */
export interface ExecutionParameters {
  readonly MaxConcurrentTransforms?: number;
  /** `SINGLE_RECORD` or `MULTI_RECORD`. */
  readonly BatchStrategy?: string;
  /** Unit: MB (2^20 bytes). */
  readonly MaxPayloadInMB?: number;
}

/** The results of an object stand in one of its name and this. */
export const BATCH_OUTPUT_SUFFIX = '.out';

/** Most variables in the `Environment` of a transform job. */
export const BATCH_ENVIRONMENT_MAX = 16;

/** Longest value of a variable in the `Environment` of a transform job. Unit: characters. */
export const BATCH_ENVIRONMENT_VALUE_MAX_CHARS = 10_240;

/** Longest `InputFilter` and `OutputFilter`. Unit: characters. */
export const BATCH_FILTER_MAX_CHARS = 63;

/** The filter that leaves everything as it is; the default. */
export const BATCH_FILTER_ALL = '$';

/** What may stand in a filter. */
export const BATCH_FILTER_OPERATORS: readonly string[] = ['$', '.name', '*', '[\'a\',\'b\']', '[1,3]', '[-1]', '[2:5]'];

export type JoinSource = 'None' | 'Input';

/** The only types that filters and joins understand. */
export const BATCH_DATA_PROCESSING_TYPES: readonly string[] = [MEDIA_TYPE.csv, MEDIA_TYPE.json, MEDIA_TYPE.jsonLines];

/** Where joins put the result and, when the input is no JSON object, the input. */
export const BATCH_JOIN_KEYS = { input: 'SageMakerInput', output: 'SageMakerOutput' } as const;

/** What the log of a job says; the lines are observed, not documented. */
export const BATCH_LOG = {
  prefix: '[sagemaker logs]: ',
  clientError: (status: number) => `ClientError: ${status}`,
  serverError: (status: number) => `Bad HTTP status received from algorithm: ${status}`,
  noAnswer: 'Unable to get response from algorithm',
  message: 'Message:',
} as const;

/** The `FailureReason` of a job; observed, not documented. */
export const BATCH_FAILURE_REASON = {
  client: 'ClientError: See job logs for more information',
  algorithm: 'AlgorithmError: See job logs for more information',
} as const;
