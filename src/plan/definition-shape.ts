import type { Field, Fields, Shape } from './shape';
import { CompressionType, InputMode } from '../definition/channel';
import { ImageFlavor, ImageLayout, ImagePlatform, Starter } from '../definition/image';
import { BadRecords } from '../definition/serving';
import { UnknownHyperparameters } from '../definition/training-options';
import { OutputCompressionType, RecordWrapperType, S3DataDistributionType, S3DataType } from '../definition/validation-training-options';
import { AssemblyType, BatchStrategy, SplitType } from '../definition/validation-transform-options';

const TEXT: Shape = { kind: 'text' };
const TEXTS: Shape = { kind: 'list', of: TEXT };
const NUMBER: Shape = { kind: 'number' };
const FLAG: Shape = { kind: 'flag' };
const MAP: Shape = { kind: 'map' };
const required = (shape: Shape): Field => ({ shape, required: true });
const choice = (enumName: string, members: Readonly<Record<string, string>>): Shape => ({ kind: 'choice', enumName, members });
const COMPRESSION = choice('CompressionType', CompressionType);
const INPUT_MODE = choice('InputMode', InputMode);

/** What all hyperparameters take, whatever their kind. */
const STATED: Fields = { required: { shape: FLAG }, description: { shape: TEXT } };
const TUNABLE: Fields = { tunable: { shape: FLAG } };
const RANGE: Fields = { min: required(NUMBER), max: required(NUMBER), default: { shape: NUMBER }, ...TUNABLE, ...STATED };

const HYPERPARAMETER: Shape = {
  kind: 'made',
  className: 'Hyperparameter',
  options: {
    integer: RANGE,
    continuous: RANGE,
    categorical: { values: required(TEXTS), default: { shape: TEXT }, ...TUNABLE, ...STATED },
    freeText: { default: { shape: TEXT }, ...STATED },
  },
};

const CHANNEL: Shape = {
  kind: 'struct',
  fields: {
    name: required(TEXT),
    contentTypes: required(TEXTS),
    inputModes: { shape: { kind: 'list', of: INPUT_MODE } },
    compressionTypes: { shape: { kind: 'list', of: COMPRESSION } },
    required: { shape: FLAG },
    description: { shape: TEXT },
  },
};

const METRIC_OPTIONS: Fields = { regex: { shape: TEXT } };

const METRIC: Shape = {
  kind: 'made',
  className: 'Metric',
  options: { maximize: METRIC_OPTIONS, minimize: METRIC_OPTIONS, report: METRIC_OPTIONS },
};

const ADDITIONAL_DATA: Shape = { kind: 'struct', fields: { s3Uri: required(TEXT), eTag: { shape: TEXT } } };

const TRAINING: Shape = {
  kind: 'struct',
  fields: {
    channels: required({ kind: 'list', of: CHANNEL }),
    hyperparameters: { shape: { kind: 'list', of: HYPERPARAMETER } },
    unknownHyperparameters: { shape: choice('UnknownHyperparameters', UnknownHyperparameters) },
    metrics: { shape: { kind: 'list', of: METRIC } },
    instanceTypes: { shape: TEXTS },
    supportsDistributedTraining: { shape: FLAG },
    additionalDataSource: { shape: ADDITIONAL_DATA },
  },
};

const CONCURRENCY: Shape = {
  kind: 'made',
  className: 'Concurrency',
  unnamed: true,
  options: { inline: { processes: { shape: NUMBER } }, workers: { count: { shape: NUMBER } } },
};

const EXECUTION_PARAMETERS: Shape = {
  kind: 'struct',
  fields: {
    maxConcurrentTransforms: { shape: NUMBER },
    batchStrategy: { shape: choice('BatchStrategy', BatchStrategy) },
    maxPayloadMb: { shape: NUMBER },
  },
};

/** How the server answers. */
const SERVING: Fields = {
  concurrency: { shape: CONCURRENCY },
  queueMax: { shape: NUMBER },
  batching: { shape: { kind: 'struct', fields: { maxRequests: required(NUMBER), maxWaitMs: { shape: NUMBER } } } },
  timeoutSeconds: { shape: NUMBER },
  streaming: { shape: FLAG },
  badRecords: { shape: choice('BadRecords', BadRecords) },
  metering: { shape: { kind: 'struct', fields: { dimension: { shape: TEXT } } } },
  executionParameters: { shape: EXECUTION_PARAMETERS },
  metrics: { shape: FLAG },
};

const INFERENCE: Shape = {
  kind: 'struct',
  fields: {
    contentTypes: required(TEXTS),
    responseTypes: { shape: TEXTS },
    realtimeInstanceTypes: { shape: TEXTS },
    transformInstanceTypes: { shape: TEXTS },
    environment: { shape: MAP },
    additionalDataSource: { shape: ADDITIONAL_DATA },
    ...SERVING,
  },
};

const VALIDATION_CHANNEL: Shape = {
  kind: 'struct',
  fields: {
    name: required(TEXT),
    s3Uri: { shape: TEXT },
    s3DataType: { shape: choice('S3DataType', S3DataType) },
    distribution: { shape: choice('S3DataDistributionType', S3DataDistributionType) },
    contentType: { shape: TEXT },
    compressionType: { shape: COMPRESSION },
    recordWrapperType: { shape: choice('RecordWrapperType', RecordWrapperType) },
    inputMode: { shape: INPUT_MODE },
    shuffleSeed: { shape: NUMBER },
    attributeNames: { shape: TEXTS },
  },
};

const VALIDATION_TRAINING: Shape = {
  kind: 'struct',
  fields: {
    hyperparameters: { shape: MAP },
    channels: { shape: { kind: 'list', of: VALIDATION_CHANNEL } },
    inputMode: { shape: INPUT_MODE },
    outputS3Uri: { shape: TEXT },
    outputCompressionType: { shape: choice('OutputCompressionType', OutputCompressionType) },
    outputKmsKeyId: { shape: TEXT },
    instanceType: { shape: TEXT },
    instanceCount: { shape: NUMBER },
    volumeSizeGb: { shape: NUMBER },
    volumeKmsKeyId: { shape: TEXT },
    maxRuntimeSeconds: { shape: NUMBER },
    maxWaitTimeSeconds: { shape: NUMBER },
    maxPendingTimeSeconds: { shape: NUMBER },
  },
};

const VALIDATION_TRANSFORM: Shape = {
  kind: 'struct',
  fields: {
    inputS3Uri: { shape: TEXT },
    contentType: { shape: TEXT },
    compressionType: { shape: COMPRESSION },
    splitType: { shape: choice('SplitType', SplitType) },
    batchStrategy: { shape: choice('BatchStrategy', BatchStrategy) },
    maxConcurrentTransforms: { shape: NUMBER },
    maxPayloadMb: { shape: NUMBER },
    accept: { shape: TEXT },
    assembleWith: { shape: choice('AssemblyType', AssemblyType) },
    outputS3Uri: { shape: TEXT },
    outputKmsKeyId: { shape: TEXT },
    instanceType: { shape: TEXT },
    instanceCount: { shape: NUMBER },
    volumeKmsKeyId: { shape: TEXT },
    environment: { shape: MAP },
  },
};

const VALIDATION: Shape = {
  kind: 'struct',
  fields: {
    roleArn: required(TEXT),
    s3Location: required(TEXT),
    profileName: { shape: TEXT },
    training: { shape: VALIDATION_TRAINING },
    transformJob: { shape: FLAG },
    transform: { shape: VALIDATION_TRANSFORM },
  },
};

const ENCRYPTION: Shape = {
  kind: 'struct',
  fields: { keyId: required(TEXT), rotatedKeyIds: { shape: TEXTS }, checkpoints: { shape: FLAG } },
};

const IMAGE_FILE: Shape = {
  kind: 'struct',
  fields: { source: required(TEXT), target: required(TEXT), executable: { shape: FLAG } },
};

/** The options of ours at the top of a definition; all others are projen's. */
export const DEFINITION_FIELDS: Fields = {
  name: required(TEXT),
  description: { shape: TEXT },
  algorithmVersion: { shape: TEXT },
  imageLayout: { shape: choice('ImageLayout', ImageLayout) },
  starter: { shape: choice('Starter', Starter) },
  imagePlatform: { shape: choice('ImagePlatform', ImagePlatform) },
  imageFlavor: { shape: choice('ImageFlavor', ImageFlavor) },
  baseImage: { shape: TEXT },
  imageBuilder: { shape: TEXT },
  imageNodeVersion: { shape: NUMBER },
  imageExternals: { shape: TEXTS },
  imageDebianPackages: { shape: TEXTS },
  imageFiles: { shape: { kind: 'list', of: IMAGE_FILE } },
  imageNodeFlags: { shape: TEXTS },
  imageHeapPercent: { shape: NUMBER },
  ecrAccountId: { shape: TEXT },
  ecrRegion: { shape: TEXT },
  ecrRepository: { shape: TEXT },
  training: required(TRAINING),
  inference: required(INFERENCE),
  validation: { shape: VALIDATION },
  algorithmName: { shape: TEXT },
  certifyForMarketplace: { shape: FLAG },
  tags: { shape: MAP },
  artifactEncryption: { shape: ENCRYPTION },
};
