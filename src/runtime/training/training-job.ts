import { createCheckpoints, type Checkpoints } from './checkpoints';
import type { Cluster, Leaving } from './cluster/cluster';
import type { ClusterNetwork } from './cluster/host-network';
import { leaderOnly } from './leader-only';
import { createMetrics, type Metrics } from './metrics';
import type { ModelSeal } from './model-seal';
import type { ModelFolder, OutputFolder, OwnedOutputFolder } from './output-folder';
import { createProgress, type Progress, type ProgressOptions } from './progress';
import type { ClusterFacts } from './read-cluster';
import type { JobInput } from './read-job-input';
import { createSmEnvironment, type ProgramName, type SmEnvironment } from './sm-environment';
import type { StopHook } from './stop-hooks';
import type { StopRequest } from './stop-request';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { CONTAINER_ENV } from '../../contract/container-env';
import type { OptMlPaths } from '../../contract/opt-ml';
import type { AlgorithmTypes } from '../shared/algorithm-types';
import type { Log } from '../shared/log';
import type { Vault } from '../shared/vault';

/** One training job, as the user's function sees it. */
export interface TrainingJob<A extends AlgorithmTypes = AlgorithmTypes> {
  /** Undefined when the environment does not say it. */
  readonly name: string | undefined;
  /** Typed and within the declared ranges, defaults applied; a name without value and default is absent. */
  readonly hyperparameters: A['hyperparameters'];
  /** By name; an optional channel that the job leaves out is absent. */
  readonly channels: A['channels'];
  /**
   * Becomes `model.tar.gz`, the only thing that inference gets. SageMaker merges what all hosts leave here, so on a cluster only
   * the leader's `write` writes; on the others it checks the name, tells the log once, and does nothing: the same handler trains
   * on one host and on many. What has to come from another host can be written below `path`, under a name that no other host uses.
   */
  readonly model: ModelFolder;
  /**
   * Becomes `output.tar.gz`: reports, plots, whatever the buyer may want besides the model. SageMaker merges what all hosts of a
   * cluster leave here: use names that differ by host, or let the leader write.
   */
  readonly output: OutputFolder;
  /** Survive the interruption of a Spot job. */
  readonly checkpoints: Checkpoints;
  readonly metrics: Metrics<A['metrics']>;
  readonly cluster: Cluster;
  readonly log: Log;
  /** Aborts when SageMaker asks the job to stop (SIGTERM): save what is worth saving and return. */
  readonly signal: AbortSignal;
  /**
   * Tells the log how far the training is, now and then.
   *
   * @example
   * const progress = job.progress({ total: epochs, unit: 'epochs' });
   * for (let epoch = 0; epoch < epochs; epoch++, progress.add()) step();
   * progress.finish();
   */
  progress(options?: ProgressOptions): Progress;
  /**
   * The `SM_*` variables of AWS's training toolkit, for code that expects them. The service itself does not set them and this process
   * does not have them; `runProgram` sets them for its child.
   * @param program what runs as the algorithm; without it the variables about it are empty
   */
  environment(program?: ProgramName): SmEnvironment;
  /**
   * Does something when SageMaker asks the job to stop, such as saving a checkpoint: for work that cannot watch {@link signal}.
   * Hooks run once, in the order in which they were given, while the handler goes on; nothing runs while the handler holds the
   * event loop. An algorithm that has never asked for {@link signal} or {@link timeLeftMs} is not waited for when they are done.
   * @param hook has {@link timeLeftMs} to finish; what it throws becomes the job's failure reason
   */
  onStop(hook: StopHook): void;
  /** Time until the runtime ends the process itself. Unit: ms; Infinity until {@link signal} aborts. */
  timeLeftMs(): number;
}

/** What a job needs of the world around it. */
export interface JobSurroundings {
  readonly paths: OptMlPaths;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  /** Takes finished lines, each with its line break. */
  readonly write: (text: string) => void;
  readonly stop: StopRequest;
  readonly vault: Vault;
  readonly model: OwnedOutputFolder;
  readonly output: OwnedOutputFolder;
  /** How to find peers; left out, by their names. */
  readonly network?: (facts: ClusterFacts) => ClusterNetwork;
  /** How peers learn that the process is about to end, while there are any. */
  readonly farewells: Set<(how: Leaving) => Promise<void>>;
  readonly checkpoints: OwnedOutputFolder;
  readonly seal: ModelSeal;
}

export function createTrainingJob(spec: AlgorithmSpec, input: JobInput, cluster: Cluster, world: JobSurroundings): TrainingJob {
  return {
    name: world.env[CONTAINER_ENV.trainingJobName] || undefined,
    hyperparameters: input.hyperparameters,
    channels: input.channels,
    model: cluster.isLeader ? world.model : leaderOnly(world.model, cluster, world.log),
    output: world.output,
    checkpoints: createCheckpoints(world.checkpoints, input.cluster, world.vault, world.log),
    metrics: createMetrics(spec.training.metrics, world.write, world.seal.metrics),
    progress: (options = {}) => createProgress(options, world.log),
    cluster,
    log: world.log,
    environment: createSmEnvironment(world.paths, input, world.env),
    get signal() {
      world.stop.isHeard = true;
      return world.stop.signal;
    },
    onStop: (hook) => world.stop.hooks.add(hook),
    timeLeftMs() {
      world.stop.isHeard = true;
      return world.stop.timeLeftMs();
    },
  };
}
