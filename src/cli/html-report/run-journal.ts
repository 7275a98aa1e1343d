import type { ToldRun } from './run-report';
import { type CliError, renderError } from '../cli-error';
import type { UsageSample } from '../engine/usage';
import type { Project } from '../project';
import type { Report } from '../report';
import type { TrainingInput } from '../simulator/input/host-inputs';
import type { Invocation } from '../simulator/invocation';
import { JobStatus } from '../simulator/job-status';
import { MetricScanner } from '../simulator/metrics';
import type { Payload } from '../simulator/payloads';
import type { RunFolder } from '../simulator/run-folder';
import type { RecordedChannel, RecordedPhase, RecordedStatus, RunFacts } from '../simulator/run-record';
import type { Row } from '../simulator/summary';

/** What a run is made of. */
export interface RunParts {
  readonly project: Project;
  readonly run: RunFolder;
  readonly input: TrainingInput;
  readonly channels: readonly RecordedChannel[];
  readonly payloads: readonly Payload[];
}

/** What has happened in a run so far: filled while it goes on, so that a run that ends badly can be shown as well. */
export class RunJournal implements RunParts {
  readonly project: Project;
  readonly run: RunFolder;
  readonly input: TrainingInput;
  readonly channels: readonly RecordedChannel[];
  readonly payloads: readonly Payload[];
  readonly scanner: MetricScanner;
  readonly status = new JobStatus();
  readonly invocations: Invocation[] = [];
  private readonly usage: UsageSample[] = [];
  private readonly startedAt = new Date();

  constructor(parts: RunParts, private readonly report: Report) {
    ({ project: this.project, run: this.run, input: this.input, channels: this.channels, payloads: this.payloads } = parts);
    this.scanner = new MetricScanner(parts.project.plan.algorithm.training.metrics);
  }

  readonly onUsage = (sample: UsageSample): void => void this.usage.push(sample);

  /** Whether there is anything to show: nothing is left of a run that is refused before its first step. */
  get hasBegun(): boolean {
    return this.phases.length > 0;
  }

  /** What goes into the record beside what every run has. */
  get recorded(): Pick<RunFacts, 'startedAt' | 'phases' | 'statuses' | 'metrics' | 'usage'> {
    const { phases, statuses, usage } = this;
    return { startedAt: this.startedAt.toISOString(), phases, statuses, metrics: this.scanner.series, usage };
  }

  /**
   * What the page of the run shows.
   * @param summary names and what stands beside them
   */
  told(summary: readonly Row[] | undefined, problem: CliError | undefined): ToldRun {
    const { project, run, input, channels: recorded, payloads, invocations, usage, startedAt, phases, statuses } = this;
    return {
      project, run, startedAt, phases, statuses, usage, recorded, payloads, invocations,
      metrics: this.scanner.series,
      channels: input.channels,
      ...(summary && { summary }),
      ...(problem && { problem: renderError(problem) }),
    };
  }

  /** The secondary statuses of the training job; the last one has no length. */
  private get statuses(): RecordedStatus[] {
    const start = this.startedAt.getTime();
    return this.status.transitions.map(({ status, startedAt, endedAt = startedAt, message }) =>
      ({ status, startMs: startedAt - start, durationMs: endedAt - startedAt, ...(message !== undefined && { message }) }));
  }

  private get phases(): RecordedPhase[] {
    const start = this.startedAt.getTime();
    return this.report.steps.filter(({ startedAt }) => startedAt >= start)
      .map(({ name, startedAt, durationMs, threw }) => ({ name, startMs: startedAt - start, durationMs, isBad: threw }));
  }
}
