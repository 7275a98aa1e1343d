import type { CompressionType, InputMode } from './algorithm-spec';
import type {
  AssemblyType, BatchStrategy, OutputCompressionType, RecordWrapperType, S3DataDistributionType, S3DataType, SplitType,
} from './create-algorithm';

/** A channel of the validation's training job; every default filled in. */
export interface ValidationChannelPlan {
  readonly name: string;
  readonly s3Uri: string;
  readonly s3DataType: S3DataType;
  readonly distribution: S3DataDistributionType;
  readonly contentType: string;
  readonly compressionType: CompressionType;
  readonly recordWrapperType: RecordWrapperType;
  /** Present where it is not the job's. */
  readonly inputMode?: InputMode;
  readonly shuffleSeed?: number;
  readonly attributeNames?: readonly string[];
}

export interface ValidationTrainingPlan {
  readonly inputMode: InputMode;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly channels: readonly ValidationChannelPlan[];
  readonly outputS3Uri: string;
  readonly outputCompressionType?: OutputCompressionType;
  readonly outputKmsKeyId?: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  /** Unit: GB (2^30 bytes). */
  readonly volumeSizeGb: number;
  readonly volumeKmsKeyId?: string;
  readonly maxRuntimeSeconds: number;
  readonly maxWaitTimeSeconds?: number;
  readonly maxPendingTimeSeconds?: number;
}

export interface ValidationTransformPlan {
  readonly inputS3Uri: string;
  readonly contentType: string;
  readonly compressionType: CompressionType;
  readonly splitType: SplitType;
  /** Absent: what the container says, otherwise the service's. */
  readonly batchStrategy?: BatchStrategy;
  readonly maxConcurrentTransforms: number;
  /** Unit: MB (2^20 bytes); 0 means no limit. */
  readonly maxPayloadMb: number;
  readonly accept: string;
  readonly assembleWith: AssemblyType;
  readonly outputS3Uri: string;
  readonly outputKmsKeyId?: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly volumeKmsKeyId?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What AWS runs to validate the algorithm. */
export interface ValidationPlan {
  readonly roleArn: string;
  readonly profileName: string;
  /** What the locations that were not given are derived from. */
  readonly s3Location: string;
  readonly training: ValidationTrainingPlan;
  readonly transform?: ValidationTransformPlan;
}
