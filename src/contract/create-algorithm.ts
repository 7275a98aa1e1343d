/** The body of a CreateAlgorithm call, as far as an algorithm product says it. Names, nesting and the texts of enums are SageMaker's.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAlgorithm.html (service model of 2026-10-01) */

import type { CompressionType, InputMode } from './algorithm-spec';

/** Where synth and `algorithm:spec` write the request, relative to the project. */
export const REQUEST_FILE = 'algorithm/create-algorithm.json';

export type S3DataType = 'ManifestFile' | 'S3Prefix' | 'AugmentedManifestFile';
export type S3DataDistributionType = 'FullyReplicated' | 'ShardedByS3Key';
export type RecordWrapperType = 'None' | 'RecordIO';
export type OutputCompressionType = 'GZIP' | 'NONE';
export type SplitType = 'None' | 'Line' | 'RecordIO' | 'TFRecord';
export type BatchStrategy = 'MultiRecord' | 'SingleRecord';
export type AssemblyType = 'None' | 'Line';

/** The member that is there matches the type of the hyperparameter; all values are texts. */
export interface ParameterRange {
  readonly IntegerParameterRangeSpecification?: { readonly MinValue: string; readonly MaxValue: string };
  readonly ContinuousParameterRangeSpecification?: { readonly MinValue: string; readonly MaxValue: string };
  readonly CategoricalParameterRangeSpecification?: { readonly Values: string[] };
}

export interface HyperParameterSpecification {
  readonly Name: string;
  readonly Description?: string;
  readonly Type: 'Integer' | 'Continuous' | 'Categorical' | 'FreeText';
  readonly Range?: ParameterRange;
  readonly IsTunable?: boolean;
  /** Never true together with a `DefaultValue`. */
  readonly IsRequired?: boolean;
  readonly DefaultValue?: string;
}

export interface ChannelSpecification {
  readonly Name: string;
  readonly Description?: string;
  readonly IsRequired?: boolean;
  readonly SupportedContentTypes: string[];
  readonly SupportedCompressionTypes?: CompressionType[];
  readonly SupportedInputModes: InputMode[];
}

/** Only gzip archives (`.tar.gz`) under one S3 object are accepted. */
export interface AdditionalS3DataSource {
  readonly S3DataType: 'S3Object' | 'S3Prefix';
  readonly S3Uri: string;
  readonly CompressionType?: CompressionType;
  readonly ETag?: string;
}

export interface TrainingSpecification {
  readonly TrainingImage: string;
  readonly TrainingImageDigest?: string;
  readonly SupportedHyperParameters?: HyperParameterSpecification[];
  readonly SupportedTrainingInstanceTypes: string[];
  readonly SupportsDistributedTraining?: boolean;
  readonly MetricDefinitions?: Array<{ readonly Name: string; readonly Regex: string }>;
  readonly TrainingChannels: ChannelSpecification[];
  readonly SupportedTuningJobObjectiveMetrics?: Array<{ readonly Type: 'Maximize' | 'Minimize'; readonly MetricName: string }>;
  readonly AdditionalS3DataSource?: AdditionalS3DataSource;
}

export interface InferenceSpecification {
  /** Algorithms have one. */
  readonly Containers: Array<{
    readonly Image: string;
    readonly ImageDigest?: string;
    readonly Environment?: Readonly<Record<string, string>>;
    readonly AdditionalS3DataSource?: AdditionalS3DataSource;
  }>;
  readonly SupportedTransformInstanceTypes: string[];
  readonly SupportedRealtimeInferenceInstanceTypes: string[];
  readonly SupportedContentTypes: string[];
  readonly SupportedResponseMIMETypes: string[];
}

export interface TrainingJobChannel {
  readonly ChannelName: string;
  readonly DataSource: {
    readonly S3DataSource: {
      readonly S3DataType: S3DataType;
      readonly S3Uri: string;
      readonly S3DataDistributionType?: S3DataDistributionType;
      /** Augmented manifests only, in this order. */
      readonly AttributeNames?: string[];
    };
  };
  readonly ContentType?: string;
  readonly CompressionType?: CompressionType;
  readonly RecordWrapperType?: RecordWrapperType;
  /** Present where the channel does not take the input mode of the job. */
  readonly InputMode?: InputMode;
  readonly ShuffleConfig?: { readonly Seed: number };
}

export interface TrainingJobDefinition {
  readonly TrainingInputMode: InputMode;
  readonly HyperParameters?: Readonly<Record<string, string>>;
  readonly InputDataConfig: TrainingJobChannel[];
  readonly OutputDataConfig: {
    readonly S3OutputPath: string;
    readonly KmsKeyId?: string;
    readonly CompressionType?: OutputCompressionType;
  };
  readonly ResourceConfig: {
    readonly InstanceType: string;
    readonly InstanceCount: number;
    /** Unit: GB (2^30 bytes). */
    readonly VolumeSizeInGB: number;
    readonly VolumeKmsKeyId?: string;
  };
  readonly StoppingCondition: {
    readonly MaxRuntimeInSeconds: number;
    readonly MaxWaitTimeInSeconds?: number;
    readonly MaxPendingTimeInSeconds?: number;
  };
}

export interface TransformJobDefinition {
  readonly MaxConcurrentTransforms?: number;
  /** Unit: MB (2^20 bytes); 0 means no limit. */
  readonly MaxPayloadInMB?: number;
  readonly BatchStrategy?: BatchStrategy;
  readonly Environment?: Readonly<Record<string, string>>;
  readonly TransformInput: {
    readonly DataSource: { readonly S3DataSource: { readonly S3DataType: 'S3Prefix' | 'ManifestFile'; readonly S3Uri: string } };
    readonly ContentType?: string;
    readonly CompressionType?: CompressionType;
    readonly SplitType?: SplitType;
  };
  readonly TransformOutput: {
    readonly S3OutputPath: string;
    readonly Accept?: string;
    readonly AssembleWith?: AssemblyType;
    readonly KmsKeyId?: string;
  };
  readonly TransformResources: { readonly InstanceType: string; readonly InstanceCount: number; readonly VolumeKmsKeyId?: string };
}

export interface ValidationProfile {
  readonly ProfileName: string;
  readonly TrainingJobDefinition: TrainingJobDefinition;
  readonly TransformJobDefinition?: TransformJobDefinition;
}

export interface CreateAlgorithmRequest {
  readonly AlgorithmName: string;
  readonly AlgorithmDescription?: string;
  readonly TrainingSpecification: TrainingSpecification;
  readonly InferenceSpecification?: InferenceSpecification;
  readonly ValidationSpecification?: {
    readonly ValidationRole: string;
    /** Exactly one. */
    readonly ValidationProfiles: ValidationProfile[];
  };
  readonly CertifyForMarketplace?: boolean;
  readonly Tags?: Array<{ readonly Key: string; readonly Value: string }>;
}
