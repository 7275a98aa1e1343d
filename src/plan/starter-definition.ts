import { InputMode } from '../definition/channel';
import { Concurrency } from '../definition/concurrency';
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
    // A walk down a tree takes microseconds: handing it to another thread would cost many times that.
    concurrency: Concurrency.inline(),
  },
};

const STREAMING_LINEAR: StarterDefinition = {
  deps: [],
  training: {
    channels: [
      {
        name: 'training',
        contentTypes: ['text/csv'],
        inputModes: [InputMode.FILE, InputMode.FAST_FILE, InputMode.PIPE],
        description: 'Rows of numbers as CSV without header: the target first, then the features',
      },
      {
        name: 'validation',
        contentTypes: ['text/csv'],
        inputModes: [InputMode.FILE, InputMode.FAST_FILE, InputMode.PIPE],
        required: false,
        description: 'Rows of the same form that are not trained on; they measure the loss',
      },
    ],
    hyperparameters: [
      Hyperparameter.integer('epochs', { min: 1, max: 10000, default: 20, description: 'Passes over the training data' }),
      Hyperparameter.integer('batch_rows', {
        min: 0, max: 1000000, default: 64, tunable: true,
        description: 'Rows of a step, those of all hosts together; 0 takes all rows, which makes one step an epoch',
      }),
      Hyperparameter.continuous('learning_rate', {
        min: 0.000001, max: 1, default: 0.2, tunable: true, description: 'Size of the first steps; it falls evenly to zero',
      }),
      Hyperparameter.continuous('l2', { min: 0, max: 1000, default: 0, tunable: true, description: 'Weight of the penalty on large weights' }),
      Hyperparameter.integer('shuffle_rows', {
        min: 1, max: 1000000, default: 1024, description: 'Rows of the stream that are mixed with each other; 1 keeps their order',
      }),
      Hyperparameter.integer('seed', { min: 0, max: 2147483647, default: 1, description: 'Chooses the order of the rows' }),
    ],
    metrics: [Metric.minimize('validation:loss'), Metric.minimize('train:loss'), Metric.report('train:rows')],
    instanceTypes: ['ml.m5.large', 'ml.m5.xlarge', 'ml.c5.xlarge'],
    supportsDistributedTraining: true,
  },
  inference: {
    contentTypes: ['text/csv', 'application/json', 'application/jsonlines'],
    responseTypes: ['text/csv', 'application/json', 'application/jsonlines'],
    realtimeInstanceTypes: ['ml.m5.large', 'ml.c5.large'],
    transformInstanceTypes: ['ml.m5.large', 'ml.m5.xlarge'],
    // A sum of products takes microseconds: handing it to another thread would cost many times that.
    concurrency: Concurrency.inline(),
  },
};

const STARTERS: Readonly<Record<Starter, StarterDefinition>> = {
  [Starter.IRIS_DECISION_TREE]: IRIS_DECISION_TREE,
  [Starter.STREAMING_LINEAR]: STREAMING_LINEAR,
};

/** The definition that a new project starts with. */
export const starterDefinition = (starter: Starter): StarterDefinition => STARTERS[starter];
