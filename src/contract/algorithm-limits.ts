/** Limits and patterns of the CreateAlgorithm request that a definition has to keep.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAlgorithm.html (service model of 2026-10-01) */

/** Longest name of an algorithm or a training job. Unit: characters. */
export const ENTITY_NAME_MAX_CHARS = 63;

/** Name of an algorithm, 1–63 characters. */
export const ENTITY_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

/** Descriptions and names of hyperparameters: letters, marks, separators, symbols, numbers, punctuation; no control character. */
export const ENTITY_DESCRIPTION = /^[\p{L}\p{M}\p{Z}\p{S}\p{N}\p{P}]*$/u;
/** Unit: characters. */
export const ENTITY_DESCRIPTION_MAX_CHARS = 1024;

export const CHANNEL_NAME = /^[A-Za-z0-9.\-_]+$/;
/** Unit: characters. */
export const CHANNEL_NAME_MAX_CHARS = 64;
export const CHANNELS_MIN = 1;
export const CHANNELS_MAX = 8;

export const HYPERPARAMETERS_MAX = 100;
/** Unit: characters. */
export const HYPERPARAMETER_NAME_MAX_CHARS = 256;
/** Unit: characters; the documentation's prose says 256. */
export const HYPERPARAMETER_VALUE_MAX_CHARS = 2500;
/** What the documentation's prose says instead: longer values are worth a warning. Unit: characters. */
export const HYPERPARAMETER_VALUE_PROSE_MAX_CHARS = 256;
export const CATEGORICAL_VALUES_MAX = 30;
/** Bounds of ranges and categorical values. Unit: characters. */
export const RANGE_VALUE_MAX_CHARS = 256;

export const METRICS_MAX = 40;
/** Unit: characters. */
export const METRIC_NAME_MAX_CHARS = 255;
/** Unit: characters. */
export const METRIC_REGEX_MAX_CHARS = 500;

/** Unit: characters. */
export const CONTENT_TYPE_MAX_CHARS = 256;
/** A response type; the part before the slash holds no `.` and no `+`. */
export const RESPONSE_TYPE = /^[-\w]+\/.+$/;

/** Longest name of a tuning job. Unit: characters.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateHyperParameterTuningJob.html */
export const TUNING_JOB_NAME_MAX_CHARS = 32;

/** Most hyperparameters that one tuning job searches.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-limits.html */
export const TUNED_HYPERPARAMETERS_MAX = 30;

/** Variables of an inference container: what the documentation's prose says; the service model takes more. */
export const ENVIRONMENT_PROSE_MAX = 16;

/** Longest run of a training job: 28 days. Unit: seconds.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StoppingCondition.html */
export const TRAINING_RUNTIME_MAX_SECONDS = 28 * 24 * 60 * 60;

/** Largest `MaxPayloadInMB`, and largest product of `MaxConcurrentTransforms` and `MaxPayloadInMB`. Unit: MB (2^20 bytes).
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html */
export const TRANSFORM_PAYLOAD_MAX_MB = 100;

/** Largest image that serverless endpoints take; no other part of the service sets a limit. Unit: bytes.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html */
export const SERVERLESS_IMAGE_MAX_BYTES = 10_000_000_000;
