// The jsii surface: names, never `export *` (jsii drops what it cannot take without a word).
export { SmAlgorithmProject } from './algorithm-project';
export { SmAlgorithmProjectOptions } from './definition/algorithm-options';
export { ChannelOptions, InputMode } from './definition/channel';
export {
  CategoricalHyperparameterOptions, ContinuousHyperparameterOptions, FreeTextHyperparameterOptions, Hyperparameter,
  IntegerHyperparameterOptions,
} from './definition/hyperparameter';
export { ImageLayout, Starter } from './definition/image';
export { InferenceOptions } from './definition/inference-options';
export { Metric } from './definition/metric';
export { TrainingOptions } from './definition/training-options';
