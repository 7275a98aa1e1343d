import { InputMode } from '../definition/channel';
import { Hyperparameter } from '../definition/hyperparameter';
import { Starter } from '../definition/image';
import type { InferenceOptions } from '../definition/inference-options';
import { Metric } from '../definition/metric';
import type { TrainingOptions } from '../definition/training-options';

/** The nested part of a definition, which `projen new` has no switches for, and the packages that the starter's code imports. */
export interface StarterDefinition {
  readonly deps: string[];
  readonly training: TrainingOptions;
  readonly inference: InferenceOptions;
}

const IRIS_DECISION_TREE: StarterDefinition = {
  deps: ['csv-parse@^7.0.0', 'ml-cart@^2.1.1'],
  training: {
    channels: [{
      name: 'training',
      contentTypes: ['text/csv'],
      inputModes: [InputMode.FILE, InputMode.FAST_FILE],
      description: 'Rows of CSV without header: the class first, then the features as numbers',
    }],
    hyperparameters: [
      Hyperparameter.integer('max_depth', { min: 1, max: 64, default: 8, tunable: true, description: 'Largest depth of the tree' }),
      Hyperparameter.integer('min_samples', {
        min: 1, max: 1000, default: 3, tunable: true, description: 'A node with no more rows than this becomes a leaf',
      }),
      Hyperparameter.continuous('holdout_fraction', {
        min: 0.05, max: 0.5, default: 0.2, description: 'Share of the rows that is kept from training to measure the accuracy',
      }),
      Hyperparameter.integer('seed', { min: 0, max: 2147483647, default: 1, description: 'Chooses the rows that are held out' }),
    ],
    metrics: [Metric.maximize('validation:accuracy'), Metric.report('train:rows')],
    instanceTypes: ['ml.m5.large', 'ml.m5.xlarge', 'ml.c5.xlarge'],
  },
  inference: {
    contentTypes: ['text/csv', 'application/json', 'application/jsonlines'],
    responseTypes: ['text/csv', 'application/json', 'application/jsonlines'],
    realtimeInstanceTypes: ['ml.m5.large', 'ml.c5.large'],
    transformInstanceTypes: ['ml.m5.large', 'ml.m5.xlarge'],
  },
};

const STARTERS: Readonly<Record<Starter, StarterDefinition>> = { [Starter.IRIS_DECISION_TREE]: IRIS_DECISION_TREE };

/** The definition that a new project starts with. */
export const starterDefinition = (starter: Starter): StarterDefinition => STARTERS[starter];
