/** Shapes of the JSON files that SageMaker writes to `/opt/ml/input/config`.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html */

/** `hyperparameters.json`: flat, every value a string. */
export type HyperparametersFile = Readonly<Record<string, string>>;

/** One entry of `inputdataconfig.json`; FastFile channels read `File` on the service since 2025. */
export interface InputDataConfigEntry {
  readonly TrainingInputMode?: 'File' | 'Pipe' | 'FastFile';
  /** Absent when the job did not set it. */
  readonly ContentType?: string;
  readonly S3DistributionType?: 'FullyReplicated' | 'ShardedByS3Key';
  readonly RecordWrapperType?: 'None' | 'RecordIO';
}

/** `inputdataconfig.json`: keyed by channel; optional channels that were not supplied are absent. */
export type InputDataConfigFile = Readonly<Record<string, InputDataConfigEntry>>;

/** `resourceconfig.json`: the first three keys are documented, the rest observed. */
export interface ResourceConfigFile {
  readonly current_host: string;
  readonly hosts: readonly string[];
  readonly network_interface_name?: string;
  readonly current_instance_type?: string;
  readonly current_group_name?: string;
  readonly instance_groups?: ReadonlyArray<{
    readonly instance_group_name: string;
    readonly instance_type: string;
    readonly hosts: readonly string[];
  }>;
}

/** Name of the only group of a job without instance groups. */
export const HOMOGENEOUS_GROUP = 'homogeneousCluster';

/** Hyperparameter by which AWS's SDK sets the level of the log: 10/20/30/40. */
export const LOG_LEVEL_HYPERPARAMETER = 'sagemaker_container_log_level';

/** Hyperparameters that AWS's SDK sends to its own training toolkit and no framework looks at. */
export const TOOLKIT_HYPERPARAMETERS: readonly string[] = [
  'sagemaker_program',
  'sagemaker_submit_directory',
  LOG_LEVEL_HYPERPARAMETER,
  'sagemaker_job_name',
  'sagemaker_region',
  'sagemaker_s3_output',
  'sagemaker_enable_cloudwatch_metrics',
];

/** Names of hyperparameters that SageMaker and its SDK add; an algorithm must let them pass. */
export const isReservedHyperparameter = (name: string): boolean => name.startsWith('sagemaker_') || name.startsWith('_');
