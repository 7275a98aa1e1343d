import type { AlgorithmSpec } from '../../../src/contract/algorithm-spec';
import type { Channel } from '../../../src/runtime/training';

/** An algorithm with one declaration of each kind. */
export const SPEC: AlgorithmSpec = {
  name: 'iris',
  version: '1.2.0',
  training: {
    hyperparameters: [
      { name: 'max_depth', type: 'Integer', min: 1, max: 64, default: 8, required: false, tunable: true },
      { name: 'rate', type: 'Continuous', min: 0, max: 1, default: 0.1, required: false, tunable: true },
      { name: 'criterion', type: 'Categorical', values: ['gini', 'entropy'], default: 'gini', required: false, tunable: false },
      { name: 'note', type: 'FreeText', required: false, tunable: false },
    ],
    channels: [
      { name: 'training', required: true, contentTypes: ['text/csv', 'application/x-parquet'], inputModes: ['File', 'Pipe'], compressionTypes: ['None'] },
      { name: 'validation', required: false, contentTypes: ['text/csv'], inputModes: ['FastFile'], compressionTypes: ['None'] },
    ],
    metrics: [{ name: 'validation:accuracy', regex: 'metric validation:accuracy=(-?[0-9][0-9.eE+-]*);', objective: 'Maximize' }],
    distributed: false,
  },
  inference: {
    contentTypes: ['text/csv', 'application/json', 'application/jsonlines'],
    responseTypes: ['application/json', 'text/csv', 'application/jsonlines'],
  },
};

/** The types that a project's `src/algorithm.ts` would have for it. */
export interface Iris {
  readonly hyperparameters: {
    readonly max_depth: number;
    readonly rate: number;
    readonly criterion: 'gini' | 'entropy';
    readonly note: string | undefined;
  };
  readonly channels: { readonly training: Channel<'text/csv' | 'application/x-parquet'>; readonly validation: Channel<'text/csv'> | undefined };
  readonly metrics: 'validation:accuracy';
  readonly contentTypes: 'text/csv' | 'application/json' | 'application/jsonlines';
  readonly responseTypes: 'text/csv' | 'application/json' | 'application/jsonlines';
}
