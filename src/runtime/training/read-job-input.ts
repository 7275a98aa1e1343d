import { InputFindings } from './input-findings';
import { JobInputError } from './job-input-error';
import { readChannels, type ChannelWorld, type Channels } from './read-channels';
import { readCluster, type ClusterFacts } from './read-cluster';
import { readHyperparameters, type Hyperparameters } from './read-hyperparameters';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import type { OptMlPaths } from '../../contract/opt-ml';

/** What SageMaker put below `/opt/ml/input`, checked against what the algorithm declares. */
export interface JobInput {
  readonly hyperparameters: Hyperparameters;
  readonly channels: Channels;
  readonly cluster: ClusterFacts;
  /** What is odd but harmless. */
  readonly warnings: readonly string[];
}

/** @throws JobInputError with every problem of every file */
export function readJobInput(spec: AlgorithmSpec, paths: OptMlPaths, world: ChannelWorld): JobInput {
  const findings = new InputFindings();
  const hyperparameters = readHyperparameters(
    paths.hyperparameters, spec.training.hyperparameters, findings, spec.training.unknownHyperparameters,
  );
  const channels = readChannels(paths, spec.training.channels, findings, world);
  const cluster = findings.collect(() => readCluster(paths));
  if (!cluster || findings.problems.length > 0) throw new JobInputError(findings.problems);
  return { hyperparameters, channels, cluster, warnings: findings.warnings };
}
