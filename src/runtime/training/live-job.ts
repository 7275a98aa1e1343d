import { mkdirSync } from 'node:fs';
import type { OwnedCluster } from './cluster/cluster';
import { createCluster } from './cluster/create-cluster';
import { hostNetwork } from './cluster/host-network';
import { CLUSTER_TIMES } from './cluster/settings';
import type { TrainingHandler } from './define-training';
import { loadTraining, type LoadTraining } from './load-training';
import type { OwnedOutputFolder } from './output-folder';
import { readJobInput, type JobInput } from './read-job-input';
import { reportFailure } from './report-failure';
import { logStart } from './start-banner';
import { createTrainingJob, type JobSurroundings, type TrainingJob } from './training-job';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { CONTAINER_ENV } from '../../contract/container-env';
import { EXIT_CODE } from '../../contract/job-outcome';

/** Makes the folders that the service makes; where that is impossible the first write says so. */
function makeFolders(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      mkdirSync(folder, { recursive: true });
    } catch { /* a read-only place that this job may never use */ }
  }
}

/** Nobody has to await a write; all folders, because what follows a write to one may be a write to another. */
async function settleWrites(folders: readonly OwnedOutputFolder[]): Promise<void> {
  do {
    for (const folder of folders) await folder.settled();
  } while (folders.some((folder) => folder.unfinished().length > 0));
}

/** Ends all writing, so that what is said about the model stays true. @param isLeft whether the handler may still be at work */
async function closeFolders({ model, output, checkpoints }: JobSurroundings, isLeft: boolean): Promise<void> {
  const folders = [model, output, checkpoints];
  if (!isLeft) await settleWrites(folders);
  await Promise.all(folders.map((folder) => folder.close()));
}

function clusterOf({ cluster: facts }: JobInput, { env, log, network = hostNetwork, stop }: JobSurroundings): OwnedCluster {
  const jobName = env[CONTAINER_ENV.trainingJobName] || undefined;
  return createCluster({ facts, jobName, network: network(facts), times: CLUSTER_TIMES, log }, stop.signal);
}

/** Waits for the hooks of a stop, when they have something to save and the handler cannot know that it should return. */
async function hooksInstead({ stop, log }: JobSurroundings): Promise<void> {
  await new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
  await stop.hooks.settled().catch(() => {});
  if (stop.isHeard || !stop.hooks.haveRun) await new Promise(() => {});
  log.info('the hooks of job.onStop have run; the handler does not watch job.signal and is left');
}

/** @returns whether the handler was left though it may still be at work */
async function runUntilStopped(handler: TrainingHandler, job: TrainingJob, world: JobSurroundings): Promise<boolean> {
  const unlessStopped = (error: unknown): void => {
    if (!world.stop.explains(error)) throw error;
  };
  const returned = (async () => handler(job))().catch(unlessStopped);
  const isLeft = await Promise.race([returned.then(() => false), hooksInstead(world).then(() => true)]);
  await world.stop.hooks.settled().catch(unlessStopped);
  return isLeft;
}

async function runHandler(
  load: LoadTraining, spec: AlgorithmSpec, input: JobInput, cluster: OwnedCluster, world: JobSurroundings,
): Promise<void> {
  world.seal.hyperparameters = input.hyperparameters;
  world.seal.isLeader = input.cluster.isLeader;
  makeFolders([world.paths.model, world.paths.outputData, world.paths.checkpoints]);
  const job = createTrainingJob(spec, input, cluster, world);
  await logStart(spec, input, job, world.log);
  const handler = await loadTraining(load);
  // Nothing is there yet that would be worth saving, and a handler that waits for the abort would wait for ever.
  if (world.stop.isMade) return;
  const isLeft = await runUntilStopped(handler, job, world);
  await closeFolders(world, isLeft);
  world.seal.close({ isStopped: world.stop.isMade });
}

/** Runs the handler among the other hosts of the job, which are told how it ended. */
async function runAmongPeers(load: LoadTraining, spec: AlgorithmSpec, world: JobSurroundings): Promise<void> {
  world.vault.open();
  const input = readJobInput(spec, world.paths, { log: world.log, signal: world.stop.signal, platform: process.platform });
  const cluster = clusterOf(input, world);
  world.farewells.add(cluster.leave);
  try {
    await runHandler(load, spec, input, cluster, world);
  } catch (error) {
    await cluster.leave({ error });
    throw error;
  }
  await cluster.leave(world.stop.isMade ? 'stopped' : 'finished');
}

/**
 * The life of one job, from reading its input to its outcome, without owning the process.
 * The user's module is loaded when the input is right.
 * Never rejects: a failure is in the log, in the failure file and in the exit code.
 * @returns the exit code
 */
export async function liveJob(load: LoadTraining, spec: AlgorithmSpec, world: JobSurroundings): Promise<number> {
  const startedAt = performance.now();
  try {
    await runAmongPeers(load, spec, world);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    world.log.info(world.stop.isMade ? `stopped as asked after ${seconds} s` : `finished after ${seconds} s`);
    return EXIT_CODE.ok;
  } catch (error) {
    return reportFailure(error, world.paths, world.log);
  }
}
