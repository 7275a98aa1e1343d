// The jsii surface: names, never `export *` (jsii drops what it cannot take without a word).
export { SmAlgorithmProject } from './algorithm-project';
export { AdditionalDataSourceOptions } from './definition/additional-data-source';
export { SmAlgorithmProjectOptions } from './definition/algorithm-options';
export { ArtifactEncryptionOptions } from './definition/artifact-encryption';
export { ChannelOptions, CompressionType, InputMode } from './definition/channel';
export { Concurrency, InlineOptions, WorkersOptions } from './definition/concurrency';
export {
  CategoricalHyperparameterOptions, ContinuousHyperparameterOptions, FreeTextHyperparameterOptions, Hyperparameter,
  IntegerHyperparameterOptions,
} from './definition/hyperparameter';
export { ImageFlavor, ImageLayout, ImagePlatform, Starter } from './definition/image';
export { ImageFile } from './definition/image-file';
export { InferenceOptions } from './definition/inference-options';
export { Metric, MetricOptions } from './definition/metric';
export { BadRecords, BatchingOptions, ExecutionParametersOptions, MeteringOptions } from './definition/serving';
export { TrainingOptions, UnknownHyperparameters } from './definition/training-options';
export { ValidationOptions } from './definition/validation-options';
export {
  OutputCompressionType, RecordWrapperType, S3DataDistributionType, S3DataType, ValidationChannelOptions, ValidationTrainingOptions,
} from './definition/validation-training-options';
export { AssemblyType, BatchStrategy, SplitType, ValidationTransformOptions } from './definition/validation-transform-options';
