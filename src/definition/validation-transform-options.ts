import type { CompressionType } from './channel';

/** How an object of a batch transform job is cut into records. */
export enum SplitType {
  /** Not at all: the whole object is one request. */
  NONE = 'None',

  /** A record is a line. */
  LINE = 'Line',

  /** A record is a RecordIO record. */
  RECORD_IO = 'RecordIO',

  /** A record is a TFRecord. */
  TF_RECORD = 'TFRecord',
}

/** How many records of a split object one request holds. */
export enum BatchStrategy {
  /** As many as fit into the payload. */
  MULTI_RECORD = 'MultiRecord',

  /** One record a request. */
  SINGLE_RECORD = 'SingleRecord',
}

/** How the responses of a batch transform job are put together. */
export enum AssemblyType {
  /** One behind the other, as they are. */
  NONE = 'None',

  /** With a newline after each record. */
  LINE = 'Line',
}

/**
 * The validation's batch transform job.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformJobDefinition.html
 */
export interface ValidationTransformOptions {
  /**
   * Where the requests are: `s3://…`, at most 1024 characters.
   *
   * @default - `<s3Location>/transform/`
   */
  readonly inputS3Uri?: string;

  /**
   * Media type of the requests; one of `inference.contentTypes`.
   *
   * @default - the first of `inference.contentTypes`
   */
  readonly contentType?: string;

  /**
   * How the objects are compressed; the service inflates them.
   *
   * @default CompressionType.NONE
   */
  readonly compressionType?: CompressionType;

  /**
   * How objects are cut into records.
   *
   * @default - `SplitType.LINE` for CSV and JSON Lines, `SplitType.NONE` for everything else
   */
  readonly splitType?: SplitType;

  /**
   * How many records a request holds.
   *
   * @default - what the container says at `/execution-parameters`, otherwise `BatchStrategy.MULTI_RECORD`
   */
  readonly batchStrategy?: BatchStrategy;

  /**
   * How many requests the container gets at once. Its product with `maxPayloadMb` is at most 100.
   *
   * @default 1
   */
  readonly maxConcurrentTransforms?: number;

  /**
   * Largest request. Unit: MB (2^20 bytes). 0 to 100; 0 means no limit.
   *
   * @default 6
   */
  readonly maxPayloadMb?: number;

  /**
   * Media type of the responses; one of `inference.responseTypes`.
   *
   * @default - the type of the requests where it is among them, otherwise the first
   */
  readonly accept?: string;

  /**
   * How the responses are put together.
   *
   * @default - `AssemblyType.LINE` where objects are split by lines, otherwise `AssemblyType.NONE`
   */
  readonly assembleWith?: AssemblyType;

  /**
   * Where the responses go: `s3://…`.
   *
   * @default - `<s3Location>/transform-output`
   */
  readonly outputS3Uri?: string;

  /**
   * KMS key that encrypts the responses: id, ARN or alias, at most 2048 characters.
   *
   * @default - the key of the role's account for S3
   */
  readonly outputKmsKeyId?: string;

  /**
   * Instance type; one of `inference.transformInstanceTypes`.
   *
   * @default - the first of `inference.transformInstanceTypes`
   */
  readonly instanceType?: string;

  /**
   * Number of instances. At least 1.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * KMS key that encrypts the storage of the instances: id, ARN or alias, at most 2048 characters.
   *
   * @default - none
   */
  readonly volumeKmsKeyId?: string;

  /**
   * Environment variables of the job: at most 16; names of letters, digits and `_` up to 1024 characters, values up to 10240.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;
}
