import type { Engine } from '../engine/engine';
import type { HostOutcome } from '../engine/hosts/hosts-job';
import type { UsageSample } from '../engine/usage';
import type { Project } from '../project';
import { duration } from '../quantities';
import type { Report } from '../report';
import { explainEnd } from '../simulator/exit-code';
import type { TrainingInput } from '../simulator/input/host-inputs';
import type { JobStatus } from '../simulator/job-status';
import type { MetricScanner } from '../simulator/metrics';
import type { RunFolder } from '../simulator/run-folder';
import { TrainingRun, type TrainingRunOptions } from '../simulator/training-run';

/** What drills of training jobs work with. */
export interface DrillSetting {
  readonly project: Project;
  readonly run: RunFolder;
  readonly input: TrainingInput;
  readonly engine: Engine;
  readonly report: Report;
  /** Aborts when the work is given up. */
  readonly signal: AbortSignal;
  /** Takes the secondary statuses of the job that the drill is about. */
  readonly status: JobStatus;
  readonly scanner: MetricScanner;
  readonly onUsage?: (sample: UsageSample) => void;
  /** When the drill acts. Unit: s after the first line. @default - at the first line with a metric */
  readonly afterSeconds?: number;
  /** Time between SIGTERM and SIGKILL. Unit: ms. @default 120000 */
  readonly stopGraceMs?: number;
}

/** Works with a job of the drill and closes it. */
export async function withJob<T>(
  setting: DrillSetting, further: Partial<TrainingRunOptions>, work: (training: TrainingRun) => Promise<T>,
): Promise<T> {
  const { project, run, input, engine, report, signal, stopGraceMs } = setting;
  // Checks compare logs, so all lines are kept.
  const training = new TrainingRun({ project, run, input, stopGraceMs, keptLines: Infinity, ...further }, engine, report, signal);
  try {
    return await work(training);
  } finally {
    await training.close();
  }
}

/** `exit code 0, after 1.2 s`. */
export const endInWords = ({ ended, durationMs }: HostOutcome): string => `${explainEnd(ended)}, after ${duration(durationMs)}`;

/** Time from a signal to the end; undefined where none reached the program. Unit: ms. */
export const afterSignalMs = ({ signalledAtMs, durationMs }: HostOutcome): number | undefined =>
  (signalledAtMs === undefined ? undefined : durationMs - signalledAtMs);

/** What can be done where a job has ended before the drill could act. */
export const LONGER = 'let the job last longer with --hyperparameter, or act earlier with --after 0';
