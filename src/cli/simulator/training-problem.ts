import { relative } from 'node:path';
import { CliError } from '../cli-error';
import { explainEnd } from './exit-code';
import { failingHost, failureReasonOf } from './training-end';
import type { TrainedJob } from './training-job';
import type { TrainingRun } from './training-run';
import { hostName } from '../engine/hosts/host-names';
import type { HostOutcome } from '../engine/hosts/hosts-job';
import { oldNodeNote } from '../engine/old-node';
import { count } from '../quantities';

/** What SageMaker shows of a failed job, and the end of its log. */
export async function trainingFailed(training: TrainingRun, outcomes: readonly HostOutcome[]): Promise<CliError> {
  const { name, status, log: { lastLines }, options: { project, run } } = training;
  const failed = failingHost(outcomes)!;
  const failureReason = await failureReasonOf(failed);
  status.enter('Failed', failureReason);
  const oldNode = lastLines.some((line) => line.includes('SyntaxError')) && oldNodeNote(project, 'train');
  const host = outcomes.length === 1 ? '' : `${hostName(outcomes.indexOf(failed))}: `;
  return new CliError('SMA_CLI_TRAINING_FAILED', {
    what: `training job ${name} failed; ${host}${explainEnd(failed.ended)}.`,
    why: oldNode || 'SageMaker calls a job Failed when the program ends with another code than 0',
    fix: `read ${relative(project.dir, run.trainingLog)} and correct the cause`,
    details: [
      failureReason === undefined ? 'FailureReason: none, the program wrote no failure file' : `FailureReason: ${failureReason.trimEnd()}`,
      ...(lastLines.length > 0 ? [`last ${count(lastLines.length, 'line')} of the log:`, ...lastLines.map((line) => `  ${line}`)] : ['the log is empty']),
    ],
    data: {
      job: { name, status: 'Failed', exitCode: failed.ended.exitCode, signal: failed.ended.signal, failureReason },
      run: relative(project.dir, run.dir),
    },
  });
}

/** A job whose time was up. Its model is there where the program left one. */
export function trainingStopped(training: TrainingRun, job: TrainedJob): CliError {
  const { options: { project, run }, limit: { seconds } } = training;
  const model = job.model && relative(project.dir, run.modelArchive);
  return new CliError('SMA_CLI_TRAINING_STOPPED', {
    what: `training job ${job.name} was stopped: it did not end within ${count(seconds, 'second')}.`,
    why: 'MaxRuntimeInSeconds says so: SageMaker sends SIGTERM then, and SIGKILL 120 s later',
    fix: 'make the job faster, or allow more: --max-runtime, or maxRuntimeSeconds of the validation in .projenrc.ts',
    details: [`status ${job.status}, secondary status ${job.secondaryStatus}`, model ? `what the program left as its model: ${model}` : 'the program left no model'],
    data: { job: { ...job, model: undefined }, ...(model && { model: { path: model } }), run: relative(project.dir, run.dir) },
  });
}
