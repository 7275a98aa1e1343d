import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { FAILURE_REASON_MAX_CHARS } from '../../contract/job-outcome';
import { CliError } from '../cli-error';
import { explainEnd } from './exit-code';
import { localHyperparameters } from './hyperparameters';
import type { TrainingInput } from './input/host-inputs';
import type { InputSettings } from './input/input-settings';
import { localChannels } from './input/local-channels';
import { jobName, trainingEnvironment } from './job-environment';
import { openLog } from './log-file';
import { MetricScanner } from './metrics';
import { listFolder, packFolder, packModel, type Archive } from './model-archive';
import { writeOptMlTree } from './opt-ml-tree';
import type { RunFolder } from './run-folder';
import type { Engine, TrainingEnd } from '../engine/engine';
import { oldNodeNote } from '../engine/old-node';
import type { UsageSample } from '../engine/usage';
import type { Project } from '../project';
import { count } from '../quantities';
import type { Report } from '../report';

/** Unit: lines. */
const SHOWN_LOG_LINES = 20;

/** What `DescribeTrainingJob` would tell, as far as it exists here. */
export interface CompletedJob {
  readonly name: string;
  readonly status: 'Completed';
  readonly durationMs: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly missingMetrics: readonly string[];
  readonly model: Archive;
}

export interface TrainingJobOptions {
  readonly project: Project;
  readonly run: RunFolder;
  readonly input: TrainingInput;
  /** Sees the values of metrics; given where somebody asks for more than the last ones. */
  readonly scanner?: MetricScanner;
  readonly onUsage?: (sample: UsageSample) => void;
}

/** What a local job is given; refuses what SageMaker would refuse before a machine is started. */
export async function trainingInput(project: Project, assignments: readonly string[], settings: InputSettings): Promise<TrainingInput> {
  const { hasDecoys, lateFifoMs } = settings;
  return {
    hyperparameters: await localHyperparameters(project, assignments),
    channels: await localChannels(project, settings),
    instanceType: project.plan.instanceTypes.training[0] ?? 'local',
    ...(hasDecoys && { hasDecoys }),
    ...(lateFifoMs !== undefined && { lateFifoMs }),
  };
}

/** One training job: run, judge the end, pack the model. */
export async function runTrainingJob(
  options: TrainingJobOptions, engine: Engine, report: Report, signal: AbortSignal,
): Promise<CompletedJob> {
  const { project, run, input, scanner = new MetricScanner(project.plan.algorithm.training.metrics) } = options;
  const name = jobName(project.plan, run.id);
  const startedAt = Date.now();
  const end = await report.step('train', engine.name, async () => {
    await writeOptMlTree(run.training, input, signal);
    const { ended, lastLines } = await trainWithLog({ ...options, scanner }, engine, report, signal);
    if (ended.exitCode !== 0) throw await trainingFailed(project, run, name, ended, lastLines);
    return ended;
  });
  const durationMs = Date.now() - startedAt;
  const { final: metrics, missing: missingMetrics } = scanner;
  if (missingMetrics.length > 0) {
    report.warn(`declared and never seen in the log: ${missingMetrics.join(', ')}; SageMaker would show no value either`);
  }
  const model = await report.step('pack', relative(project.dir, run.modelArchive), async () => {
    const output = await listFolder(run.training.outputData);
    if (output.files.length > 0) await packFolder(run.training.outputData, run.outputArchive, output.files.length);
    return packModel(run.training.model, run.modelArchive, end.strangeModelEntries);
  });
  return { name, status: 'Completed', durationMs, metrics, missingMetrics, model };
}

async function trainWithLog(
  { project, run, scanner, onUsage }: TrainingJobOptions & { readonly scanner: MetricScanner },
  engine: Engine, report: Report, signal: AbortSignal,
): Promise<{ ended: TrainingEnd; lastLines: readonly string[] }> {
  const log = openLog(run.trainingLog);
  const lastLines: string[] = [];
  try {
    const ended = await engine.train({
      env: trainingEnvironment(project.plan, run.id),
      signal,
      onLine: ({ text }) => {
        scanner.scan(text);
        report.childLine(text);
        lastLines.push(text);
        if (lastLines.length > SHOWN_LOG_LINES) lastLines.shift();
        return log.line(text);
      },
      onUsage,
    });
    return { ended, lastLines };
  } finally {
    await log.close();
  }
}

/** What SageMaker shows of a failed job, and the end of its log. */
async function trainingFailed(
  project: Project, run: RunFolder, name: string, ended: TrainingEnd, lastLines: readonly string[],
): Promise<CliError> {
  const failure = await readFile(run.training.failure, 'utf8').catch(() => undefined);
  // Characters, not UTF-16 units: a cut never leaves half of one.
  const failureReason = failure === undefined ? undefined : Array.from(failure).slice(0, FAILURE_REASON_MAX_CHARS).join('');
  const oldNode = lastLines.some((line) => line.startsWith('SyntaxError')) && oldNodeNote(project, 'train');
  return new CliError('SMA_CLI_TRAINING_FAILED', {
    what: `training job ${name} failed; ${explainEnd(ended)}.`,
    why: oldNode || 'SageMaker calls a job Failed when the program ends with another code than 0',
    fix: `read ${relative(project.dir, run.trainingLog)} and correct the cause`,
    details: [
      failureReason === undefined ? 'FailureReason: none, the program wrote no failure file' : `FailureReason: ${failureReason.trimEnd()}`,
      ...(lastLines.length > 0 ? [`last ${count(lastLines.length, 'line')} of the log:`, ...lastLines.map((line) => `  ${line}`)] : ['the log is empty']),
    ],
    data: { job: { name, status: 'Failed', exitCode: ended.exitCode, signal: ended.signal, failureReason }, run: relative(project.dir, run.dir) },
  });
}
