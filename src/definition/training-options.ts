import type { AdditionalDataSourceOptions } from './additional-data-source';
import type { ChannelOptions } from './channel';
import type { Hyperparameter } from './hyperparameter';
import type { Metric } from './metric';

/** What a training job does with a hyperparameter that the algorithm does not declare. */
export enum UnknownHyperparameters {
  /** It says so in the log and goes on. */
  WARN = 'warn',

  /** It fails before the algorithm starts, and names what is unknown. */
  REFUSE = 'refuse',
}

/**
 * The training side of the algorithm.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrainingSpecification.html
 */
export interface TrainingOptions {
  /**
   * The inputs of a training job: 1 to 8, names all different.
   */
  readonly channels: ChannelOptions[];

  /**
   * What a buyer can set: at most 100, names all different.
   *
   * @default - no hyperparameters
   */
  readonly hyperparameters?: Hyperparameter[];

  /**
   * What a training job does with hyperparameters that are not declared here: misspelt ones, most of the time. Names that
   * SageMaker and its SDKs add (`sagemaker_…`, `_tuning_objective_metric`) always pass.
   *
   * @default UnknownHyperparameters.WARN
   */
  readonly unknownHyperparameters?: UnknownHyperparameters;

  /**
   * What a training job reports: at most 40, names all different.
   *
   * @default - no metrics
   */
  readonly metrics?: Metric[];

  /**
   * Instance types that training jobs may run on, for example `ml.m5.xlarge`. Names that SageMaker's list of 2026-10-01 does not
   * have are warned of.
   *
   * @default - `ml.m5.xlarge`
   */
  readonly instanceTypes?: string[];

  /**
   * Whether a training job may run on several instances at once. Jobs with more than one are refused otherwise.
   *
   * @default false
   */
  readonly supportsDistributedTraining?: boolean;

  /**
   * An archive in S3 that the service unpacks for the training container.
   *
   * @default - none
   */
  readonly additionalDataSource?: AdditionalDataSourceOptions;
}
