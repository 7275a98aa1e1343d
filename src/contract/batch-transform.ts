/** Limits of batch transform jobs.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html (service model of 2026-10-01) */

/** Largest request where neither job nor container say one. Unit: MB (2^20 bytes). */
export const BATCH_PAYLOAD_DEFAULT_MB = 6;

/** Longest time for the answer to a request that a job may ask for. Unit: s. */
export const BATCH_INVOCATION_TIMEOUT_MAX_SECONDS = 3600;

/** Time for the answer to a request where the job says none. Unit: s. */
export const BATCH_INVOCATION_TIMEOUT_DEFAULT_SECONDS = 600;
