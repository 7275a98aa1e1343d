import type { BadRecords, CompressionType, ConcurrencySpec, InputMode, UnknownHyperparameters } from '../contract/algorithm-spec';
import { BATCH_PAYLOAD_DEFAULT_MB } from '../contract/batch-transform';
import type { BatchStrategy, RecordWrapperType, S3DataDistributionType, S3DataType } from '../contract/create-algorithm';
import type { ImageFlavor, ImageLayout } from '../contract/plan';
import { METERING_DEFAULT_DIMENSION } from '../contract/serving-limits';

/**
 * Every default of a definition, in one table. `@default` in src/definition repeats them for readers; a test compares. Numbers that
 * only the container can judge (workers, time for an answer) or that have nothing to do with the definition (queue) stay out of a
 * plan that does not state them: the runtime knows them.
 */
export const DEFAULTS = {
  imageLayout: 'separate' as ImageLayout,
  /** Major version. */
  imageNodeVersion: 24,
  imageFlavor: 'slim' as ImageFlavor,
  baseImage: {
    slim: (nodeMajor: number): string => `public.ecr.aws/docker/library/node:${nodeMajor}-bookworm-slim`,
    distroless: (nodeMajor: number): string => `gcr.io/distroless/nodejs${nodeMajor}-debian12`,
  },
  /** The only platform of SageMaker's training instances. */
  imagePlatform: 'linux/amd64',
  imageFileExecutable: false,
  channelRequired: true,
  channelInputModes: ['File', 'FastFile'] as InputMode[],
  channelCompressionTypes: ['None'] as CompressionType[],
  hyperparameterRequired: false,
  hyperparameterTunable: false,
  unknownHyperparameters: 'warn' as UnknownHyperparameters,
  supportsDistributedTraining: false,
  trainingInstanceTypes: ['ml.m5.xlarge'],
  realtimeInstanceTypes: ['ml.m5.large'],
  transformInstanceTypes: ['ml.m5.xlarge'],
  concurrency: { kind: 'workers' } as ConcurrencySpec,
  /** Unit: ms */
  batchingMaxWaitMs: 5,
  streaming: false,
  badRecords: 'placeholder' as BadRecords,
  meteringDimension: METERING_DEFAULT_DIMENSION,
  metrics: false,
  certifyForMarketplace: false,
  checkpointsEncrypted: true,
  starter: 'iris-decision-tree',
  dataDir: 'test/data',
  payloadDir: 'test/payloads',
  hyperparametersFile: 'test/hyperparameters.json',
};

/** Defaults of what the container tells batch transform jobs: the service's own. */
export const EXECUTION_DEFAULTS = {
  maxConcurrentTransforms: 1,
  batchStrategy: 'MultiRecord' as BatchStrategy,
  /** Unit: MB (2^20 bytes). */
  maxPayloadMb: BATCH_PAYLOAD_DEFAULT_MB,
};

/** Defaults of a validation profile; those of its folders are in contract/, because problems are told by them. */
export const VALIDATION_DEFAULTS = {
  profileName: 'sample-data',
  s3DataType: 'S3Prefix' as S3DataType,
  distribution: 'FullyReplicated' as S3DataDistributionType,
  recordWrapperType: 'None' as RecordWrapperType,
  transformCompressionType: 'None' as CompressionType,
  instanceCount: 1,
  /** Unit: GB (2^30 bytes). */
  volumeSizeGb: 10,
  maxRuntimeSeconds: 1800,
  transformJob: true,
  maxConcurrentTransforms: 1,
  /** Unit: MB (2^20 bytes); the service's own default. */
  maxPayloadMb: 6,
};
