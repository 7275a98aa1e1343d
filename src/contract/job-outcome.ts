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
