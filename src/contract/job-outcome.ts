/** How a training container says how it ended.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-signal-success-failure.html */

/** Longest failure reason that SageMaker keeps. Unit: characters; the rest of the file is not shown. */
export const FAILURE_REASON_MAX_CHARS = 1024;

/** Time between SIGTERM and SIGKILL of a training container. Unit: ms. */
export const TRAIN_STOP_GRACE_MS = 120_000;

/** Exit codes of the programs in the images. */
export const EXIT_CODE = {
  ok: 0,
  /** The algorithm failed: an error in the user's code, or data it cannot read. */
  algorithmError: 1,
  /** The job's input is not what the algorithm declares: hyperparameters, channels, configuration files. */
  inputError: 2,
  /** The container was started with another word than `train` or `serve` (EX_USAGE of sysexits.h). */
  usage: 64,
} as const;

/**
 * What `DescribeTrainingJob` says of a job's progress, those that can be seen here. Starting → Downloading → Training → Uploading →
 * Completed; a stop goes by Stopping to Stopped or MaxRuntimeExceeded; a Spot interruption by Interrupted back to Starting.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeTrainingJob.html
 */
export type SecondaryStatus =
  'Starting' | 'Downloading' | 'Training' | 'Uploading' | 'Stopping' | 'Stopped' | 'MaxRuntimeExceeded' | 'Completed' | 'Failed' | 'Interrupted';

/**
 * How long a training job runs at most, by default and at all; all starts of a job count together. Unit: s.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StoppingCondition.html
 */
export const MAX_RUNTIME_SECONDS = { byDefault: 86_400, max: 2_419_200 } as const;
