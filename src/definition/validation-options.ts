import type { ValidationTrainingOptions } from './validation-training-options';
import type { ValidationTransformOptions } from './validation-transform-options';

/**
 * What AWS runs to validate the algorithm: a training job and a batch transform job, in your account, under your role. Its data,
 * logs and results become public with a Marketplace listing.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AlgorithmValidationSpecification.html
 */
export interface ValidationOptions {
  /**
   * Role that SageMaker takes on: `arn:aws:iam::<account>:role/<name>`, 20 to 2048 characters. It reads and writes the S3 locations
   * and pulls the images.
   */
  readonly roleArn: string;

  /**
   * Place in S3 below which the data set and the results lie, `s3://bucket/prefix`, in the Region of the images. Each location that
   * is not given on its own is derived from it: `<channel>/`, `transform/`, `output/`, `transform-output/`.
   */
  readonly s3Location: string;

  /**
   * Name of the profile: 1 to 63 letters, digits and `-`.
   *
   * @default 'sample-data'
   */
  readonly profileName?: string;

  /**
   * The training job.
   *
   * @default - every required channel in the first input mode that all of them take, the algorithm's own hyperparameter defaults,
   * one instance of the first type of `training.instanceTypes`
   */
  readonly training?: ValidationTrainingOptions;

  /**
   * Whether a batch transform job follows the training job. Marketplace products need it.
   *
   * @default true
   */
  readonly transformJob?: boolean;

  /**
   * The batch transform job.
   *
   * @default - the first content type of `inference.contentTypes`, one instance of the first type of
   * `inference.transformInstanceTypes`
   */
  readonly transform?: ValidationTransformOptions;
}
