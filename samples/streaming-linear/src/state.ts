import type { TrainingJob } from 'sm-algorithm/training';
import type { Algorithm, Hyperparameters } from './algorithm';
import type { Scaling } from './scaling';

/** Name of the checkpoint. */
const STATE = 'state';

/** Where the training is: all that is needed to go on. */
export interface State {
  /** Epochs that are done. */
  readonly epochs: number;
  /** One a feature, then the bias; for scaled features. */
  readonly parameters: Float64Array;
  readonly scaling: Scaling;
}

/** Settings that a state belongs to; with others the same epochs would be others. */
const settingsOf = (hyperparameters: Hyperparameters): string => JSON.stringify(hyperparameters);

/** Numbers survive JSON to the bit, NaN and infinities apart, which a state never holds. */
export function stateText({ epochs, parameters, scaling }: State, hyperparameters: Hyperparameters): string {
  const { rows, means, deviations } = scaling;
  const lists = { parameters: [...parameters], means: [...means], deviations: [...deviations] };
  return JSON.stringify({ settings: settingsOf(hyperparameters), epochs, rows, ...lists });
}

/** @returns undefined for a state of other settings */
export function parseState(text: string, hyperparameters: Hyperparameters): State | undefined {
  const { settings, epochs, rows, parameters, means, deviations } = JSON.parse(text);
  if (settings !== settingsOf(hyperparameters)) return undefined;
  const scaling = { rows, means: Float64Array.from(means), deviations: Float64Array.from(deviations) };
  return { epochs, parameters: Float64Array.from(parameters), scaling };
}

/** The state that the job was interrupted in, or undefined when there is none. The leader knows it, the others learn it. */
export async function restoreState(job: TrainingJob<Algorithm>): Promise<State | undefined> {
  const saved = job.cluster.isLeader ? await job.checkpoints.restore(STATE) : undefined;
  const state = saved && parseState(String(saved.data), job.hyperparameters);
  if (saved && !state) job.log.warn('the checkpoint belongs to other hyperparameters: training begins anew');
  return job.cluster.broadcast(state);
}

/** All hosts are in the same state, so the leader's is enough. */
export async function saveState(state: State, job: TrainingJob<Algorithm>): Promise<void> {
  if (job.cluster.isLeader) await job.checkpoints.save(STATE, stateText(state, job.hyperparameters));
}
