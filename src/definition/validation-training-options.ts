import type { CompressionType, InputMode } from './channel';

/** What an S3 location of a channel names. */
export enum S3DataType {
  /** All objects whose key starts with the location's. */
  S3_PREFIX = 'S3Prefix',

  /** A JSON file that lists the objects. */
  MANIFEST_FILE = 'ManifestFile',

  /** A JSON Lines file whose attributes are the records. Pipe mode only. */
  AUGMENTED_MANIFEST_FILE = 'AugmentedManifestFile',
}

/** What each host of a cluster gets of a channel. */
export enum S3DataDistributionType {
  /** Everything. */
  FULLY_REPLICATED = 'FullyReplicated',

  /** About its share of the objects; none where there are fewer objects than hosts. */
  SHARDED_BY_S3_KEY = 'ShardedByS3Key',
}

/** How records are framed in Pipe mode. */
export enum RecordWrapperType {
  /** Not at all. */
  NONE = 'None',

  /** Each object, or each attribute of an augmented manifest, is one RecordIO record. */
  RECORD_IO = 'RecordIO',
}

/** How the model artifacts are stored. */
export enum OutputCompressionType {
  /** One `model.tar.gz`. */
  GZIP = 'GZIP',

  /** A tree of files, which cannot be hosted from a Marketplace product. */
  NONE = 'NONE',
}

/**
 * A channel of the validation's training job.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html
 */
export interface ValidationChannelOptions {
  /**
   * Name of a channel of `training.channels`.
   */
  readonly name: string;

  /**
   * Where its data is: `s3://…`, at most 1024 characters. FastFile mode needs a prefix that ends with a slash.
   *
   * @default - `<s3Location>/<name>/`
   */
  readonly s3Uri?: string;

  /**
   * What the location names.
   *
   * @default S3DataType.S3_PREFIX
   */
  readonly s3DataType?: S3DataType;

  /**
   * What each host gets.
   *
   * @default S3DataDistributionType.FULLY_REPLICATED
   */
  readonly distribution?: S3DataDistributionType;

  /**
   * Media type of the data; one of the channel's, parameters allowed.
   *
   * @default - the first of the channel's content types
   */
  readonly contentType?: string;

  /**
   * How the objects are compressed; one of the channel's.
   *
   * @default - the first of the channel's compression types
   */
  readonly compressionType?: CompressionType;

  /**
   * How records are framed. `RecordWrapperType.RECORD_IO` is for Pipe mode.
   *
   * @default RecordWrapperType.NONE
   */
  readonly recordWrapperType?: RecordWrapperType;

  /**
   * Input mode of this channel; one of the channel's.
   *
   * @default - the job's where the channel takes it, otherwise the first of the channel's input modes
   */
  readonly inputMode?: InputMode;

  /**
   * Seed by which the order of the objects is changed each epoch. A whole number.
   *
   * @default - not shuffled
   */
  readonly shuffleSeed?: number;

  /**
   * Attributes of an augmented manifest that are sent, in this order: 1 to 16.
   *
   * @default - none
   */
  readonly attributeNames?: string[];
}

/**
 * The validation's training job.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrainingJobDefinition.html
 */
export interface ValidationTrainingOptions {
  /**
   * Hyperparameters of the job, all values as texts. Local runs start from them, too.
   *
   * @default - none: the algorithm's defaults apply
   */
  readonly hyperparameters?: Record<string, string>;

  /**
   * The channels that differ from the defaults, and the optional ones that the job has. At most 20 in all.
   *
   * @default - every required channel with all defaults
   */
  readonly channels?: ValidationChannelOptions[];

  /**
   * Input mode of the job.
   *
   * @default - the first mode of the first channel that all channels of the job take, otherwise that channel's first
   */
  readonly inputMode?: InputMode;

  /**
   * Where the model artifacts go: `s3://…`.
   *
   * @default - `<s3Location>/output`
   */
  readonly outputS3Uri?: string;

  /**
   * How the model artifacts are stored.
   *
   * @default - the service's: `OutputCompressionType.GZIP`
   */
  readonly outputCompressionType?: OutputCompressionType;

  /**
   * KMS key that encrypts the artifacts: id, ARN or alias, at most 2048 characters.
   *
   * @default - the key of the role's account for S3
   */
  readonly outputKmsKeyId?: string;

  /**
   * Instance type; one of `training.instanceTypes`.
   *
   * @default - the first of `training.instanceTypes`
   */
  readonly instanceType?: string;

  /**
   * Number of instances. More than 1 needs `training.supportsDistributedTraining`.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * Storage of each instance. Unit: GB (2^30 bytes). At least 1.
   *
   * @default 10
   */
  readonly volumeSizeGb?: number;

  /**
   * KMS key that encrypts the storage: id, ARN or alias, at most 2048 characters.
   *
   * @default - none
   */
  readonly volumeKmsKeyId?: string;

  /**
   * Longest time that the job may train. Unit: seconds. 1 to 2419200 (28 days).
   *
   * @default 1800
   */
  readonly maxRuntimeSeconds?: number;

  /**
   * Longest time that a managed Spot job may wait and train together. Unit: seconds. Not below `maxRuntimeSeconds`.
   *
   * @default - no Spot capacity
   */
  readonly maxWaitTimeSeconds?: number;

  /**
   * Longest time that the job may wait for capacity. Unit: seconds. 1800 (30 minutes) to 2419200 (28 days).
   *
   * @default - the service's
   */
  readonly maxPendingTimeSeconds?: number;
}
