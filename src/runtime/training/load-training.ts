import type { TrainingHandler } from './define-training';
import type { AlgorithmTypes } from '../shared/algorithm-types';
import { kindOf, loadDefault } from '../shared/load-default';
import { RuntimeError } from '../shared/runtime-error';

/** Imports `src/train.ts`: a function, so that an error of the import is an error of a job that is already watched. */
export type LoadTraining<A extends AlgorithmTypes = AlgorithmTypes> = () => Promise<{ readonly default: TrainingHandler<A> }>;

/** @throws RuntimeError SMA_RUN_TRAINING_EXPORT, or whatever the import throws */
export async function loadTraining(load: LoadTraining): Promise<TrainingHandler> {
  const handler = await loadDefault(load);
  if (handler === undefined) throw new RuntimeError('SMA_RUN_TRAINING_EXPORT', 'has no default export');
  if (typeof handler === 'function') return handler;
  throw new RuntimeError('SMA_RUN_TRAINING_EXPORT', `exports ${kindOf(handler)} by default, not a function`);
}
