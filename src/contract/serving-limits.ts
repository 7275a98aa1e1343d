/** What a definition and the environment may say of a server, both ends inclusive; limits of our own except where a source stands. */

import { TRANSFORM_PAYLOAD_MAX_MB } from './algorithm-limits';
import { BATCH_INVOCATION_TIMEOUT_MAX_SECONDS } from './batch-transform';

/** The ends of a range of whole numbers, inclusive. */
export interface WholeRange {
  readonly min: number;
  readonly max: number;
}

/** Worker threads, or processes that serve, of one container: more than the largest instance has vCPUs would only cost memory. */
export const WORKERS_RANGE: WholeRange = { min: 1, max: 256 };

/** Processes that serve inline where neither definition nor environment says how many: each takes the memory of a model. */
export const PROCESSES_DEFAULT = 1;

/** Requests that wait for a worker or, inline, that are answered at the same time. */
export const QUEUE_RANGE: WholeRange = { min: 1, max: 10_000 };

/** Requests that wait where the definition says nothing: enough for a burst of callers, few enough to say "overloaded" in time. */
export const QUEUE_DEFAULT_MAX = 256;

/** Bodies of the requests that wait, all together. Unit: bytes; a request that finds the queue empty may be larger. */
export const QUEUE_MAX_BYTES = 256 * 1024 * 1024;

/** Requests that one call of `predict` may answer. */
export const BATCH_REQUESTS_RANGE: WholeRange = { min: 2, max: 1_000 };

/** Wait of the first request of a batch for others; 0 takes what is waiting already. Unit: ms */
export const BATCH_WAIT_RANGE: WholeRange = { min: 0, max: 10_000 };

/** Time for one answer. Unit: s; no job of batch transform waits longer. */
export const TIMEOUT_RANGE: WholeRange = { min: 1, max: BATCH_INVOCATION_TIMEOUT_MAX_SECONDS };

/** Requests of a transform job at the same time: with more than this, not even one MB of each would be allowed. */
export const CONCURRENT_TRANSFORMS_RANGE: WholeRange = { min: 1, max: 100 };

/** Largest request of a transform job. Unit: MB (2^20 bytes); 0 for no limit.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html */
export const TRANSFORM_PAYLOAD_RANGE: WholeRange = { min: 0, max: TRANSFORM_PAYLOAD_MAX_MB };

/** Names of a metering dimension: they stand in a header as JSON. */
export const METERING_DIMENSION = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,254}$/;

/** The dimension that AWS Marketplace bills where a product does not define its own.
 *  @see https://docs.aws.amazon.com/marketplace/latest/userguide/machine-learning-pricing.html */
export const METERING_DEFAULT_DIMENSION = 'inference.count';
