import type { ChannelOptions } from './channel';
import type { Hyperparameter } from './hyperparameter';
import type { Metric } from './metric';

/** The training side of the algorithm. */
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
   * What a training job reports: at most 40, names all different.
   *
   * @default - no metrics
   */
  readonly metrics?: Metric[];

  /**
   * Instance types that training jobs may run on, for example `ml.m5.xlarge`.
   *
   * @default - `ml.m5.xlarge`
   */
  readonly instanceTypes?: string[];
}
