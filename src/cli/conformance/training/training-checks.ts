import { channelChecks } from './channel-checks';
import { checkpointChecks } from './checkpoint-checks';
import { clusterChecks } from './cluster-checks';
import { configChecks } from './config-checks';
import { failureChecks } from './failure-checks';
import { hyperparameterChecks } from './hyperparameter-checks';
import { isolationChecks } from './isolation-checks';
import { metricChecks } from './metric-checks';
import { modelChecks } from './model-checks';
import { afterOrdinaryJob } from './ordinary-job';
import { pipeChecks } from './pipe-checks';
import { stopChecks } from './stop-checks';
import type { TrainingSubject } from './subject';
import type { Check } from '../check';

/** All checks of kind T, 15 to 56, in the order of their numbers. */
export const TRAINING_CHECKS: ReadonlyArray<Check<TrainingSubject>> = [
  ...modelChecks,
  ...hyperparameterChecks,
  ...configChecks,
  ...channelChecks,
  ...isolationChecks,
  ...pipeChecks,
  ...failureChecks,
  ...stopChecks,
  ...metricChecks,
  ...checkpointChecks,
  ...clusterChecks,
].map(afterOrdinaryJob).sort((a, b) => a.number - b.number);
