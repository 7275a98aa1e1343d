import { relative } from 'node:path';
import { localHyperparameters } from './hyperparameters';
import type { TrainingInput } from './input/host-inputs';
import type { InputSettings } from './input/input-settings';
import { localChannels } from './input/local-channels';
import type { StatusTransition } from './job-status';
import type { Clash } from './merge-folders';
import type { Archive } from './model-archive';
import { failingHost, failureReasonOf, statusOf, uploadOutput, warnOfClashes } from './training-end';
import { trainingFailed, trainingStopped } from './training-problem';
import { TrainingRun, type TrainingRunOptions } from './training-run';
import type { SecondaryStatus } from '../../contract/job-outcome';
import type { Engine } from '../engine/engine';
import type { HostOutcome } from '../engine/hosts/hosts-job';
import type { Project } from '../project';
import { count } from '../quantities';
import type { Report } from '../report';

/** What `DescribeTrainingJob` would tell, as far as it exists here. */
export interface TrainedJob {
  readonly name: string;
  readonly status: 'Completed' | 'Failed' | 'Stopped';
  readonly secondaryStatus: SecondaryStatus;
  readonly transitions: readonly StatusTransition[];
  /** Number of hosts. */
  readonly hostCount: number;
  readonly durationMs: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly missingMetrics: readonly string[];
  readonly failureReason?: string;
  /** Absent where the job failed, or was stopped before it had one. */
  readonly model?: Archive;
  /** Names of files that several hosts used. */
  readonly clashes: readonly Clash[];
}

export type CompletedJob = TrainedJob & { readonly status: 'Completed'; readonly model: Archive };

/** What a local job is given; refuses what SageMaker would refuse before a machine is started. */
export async function trainingInput(
  project: Project, assignments: readonly string[], settings: InputSettings, instanceType = project.plan.instanceTypes.training[0] ?? 'local',
): Promise<TrainingInput> {
  const { hasDecoys, lateFifoMs } = settings;
  return {
    hyperparameters: await localHyperparameters(project, assignments),
    channels: await localChannels(project, settings),
    instanceType,
    ...(hasDecoys && { hasDecoys }),
    ...(lateFifoMs !== undefined && { lateFifoMs }),
  };
}

/** One training job that has to complete: run, judge the end, pack the model. */
export async function runTrainingJob(
  options: TrainingRunOptions, engine: Engine, report: Report, signal: AbortSignal,
): Promise<CompletedJob> {
  const training = new TrainingRun(options, engine, report, signal);
  try {
    const outcomes = await report.step('train', detailOf(engine, options), async () => {
      const ended = await training.start();
      if (statusOf(ended, training.limit.signal.aborted) === 'Failed') throw await trainingFailed(training, ended);
      return ended;
    });
    const job = await concludeJob(training, outcomes, report, training.limit.signal.aborted);
    if (job.status === 'Completed' && job.model) return { ...job, status: job.status, model: job.model };
    throw trainingStopped(training, job);
  } finally {
    await training.close();
  }
}

const detailOf = ({ name }: Engine, { hostCount = 1 }: TrainingRunOptions): string => (hostCount === 1 ? name : `${name}, ${count(hostCount, 'host')}`);

/** The end of a job: its status, and its output where it has not failed. */
export async function concludeJob(
  training: TrainingRun, outcomes: readonly HostOutcome[], report: Report, isStopped: boolean,
): Promise<TrainedJob> {
  const { name, scanner, status: statuses, options: { project, run }, startedAt } = training;
  const status = statusOf(outcomes, isStopped);
  const durationMs = Date.now() - startedAt;
  const failed = status === 'Failed' ? failingHost(outcomes) : undefined;
  const failureReason = failed && await failureReasonOf(failed);
  const { final: metrics, missing: missingMetrics } = scanner;
  if (status === 'Completed' && missingMetrics.length > 0) {
    report.warn(`declared and never seen in the log: ${missingMetrics.join(', ')}; SageMaker would show no value either`);
  }
  if (!failed) statuses.enter('Uploading');
  const output = failed ? { clashes: [] }
    : await report.step('pack', relative(project.dir, run.modelArchive), () => uploadOutput(training, outcomes, status === 'Stopped'));
  warnOfClashes(output.clashes, report);
  const secondaryStatus = status === 'Stopped' && training.limit.signal.aborted ? 'MaxRuntimeExceeded' : status;
  statuses.enter(secondaryStatus, failureReason);
  return {
    name,
    status,
    secondaryStatus,
    transitions: statuses.transitions,
    hostCount: outcomes.length,
    durationMs,
    metrics,
    missingMetrics,
    ...(failureReason !== undefined && { failureReason }),
    ...output,
  };
}
