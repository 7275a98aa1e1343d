import type { TrainingJob } from './training-job';
import type { AlgorithmTypes } from '../shared/algorithm-types';

/** Trains a model: reads `job.channels`, writes to `job.model`. Whatever it throws becomes the job's failure reason. */
export type TrainingHandler<A extends AlgorithmTypes = AlgorithmTypes> = (job: TrainingJob<A>) => void | Promise<void>;

/**
 * Defines what a training job of the algorithm does; the default export of `src/train.ts`.
 *
 * The job has succeeded when the function returns and has written a model. It has failed when the function throws: the
 * error's message, at most 1024 characters, becomes SageMaker's FailureReason.
 *
 * @example
 * export default defineTraining<Algorithm>(async (job) => {
 *   const files = await job.channels.training.files();
 *   const model = await fit(files, job.hyperparameters.max_depth);
 *   job.metrics.emit('validation:accuracy', model.accuracy);
 *   await job.model.write('model.json', JSON.stringify(model));
 * });
 */
export function defineTraining<A extends AlgorithmTypes = AlgorithmTypes>(handler: TrainingHandler<A>): TrainingHandler<A> {
  return handler;
}
