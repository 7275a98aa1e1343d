import type { ToldRun } from './run-report';
import { type CliError, renderError } from '../cli-error';
import type { UsageSample } from '../engine/usage';
import type { Project } from '../project';
import type { Report } from '../report';
import type { TrainingInput } from '../simulator/input/host-inputs';
import type { Invocation } from '../simulator/invocation';
import { MetricScanner } from '../simulator/metrics';
import type { Payload } from '../simulator/payloads';
import type { RunFolder } from '../simulator/run-folder';
import type { RecordedChannel, RecordedPhase, RunFacts } from '../simulator/run-record';
import { type RunSummary, summaryRows } from '../simulator/summary';

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
  get recorded(): Pick<RunFacts, 'startedAt' | 'phases' | 'metrics' | 'usage'> {
    return { startedAt: this.startedAt.toISOString(), phases: this.phases, metrics: this.scanner.series, usage: this.usage };
  }

  /** What the page of the run shows. */
  told(summary: RunSummary | undefined, problem: CliError | undefined): ToldRun {
    const { project, run, input, channels: recorded, payloads, invocations, usage, startedAt, phases } = this;
    return {
      project, run, startedAt, phases, usage, recorded, payloads, invocations,
      metrics: this.scanner.series,
      channels: input.channels,
      ...(summary && { summary: summaryRows(summary) }),
      ...(problem && { problem: renderError(problem) }),
    };
  }

  private get phases(): RecordedPhase[] {
    const start = this.startedAt.getTime();
    return this.report.steps.filter(({ startedAt }) => startedAt >= start)
      .map(({ name, startedAt, durationMs, threw }) => ({ name, startMs: startedAt - start, durationMs, isBad: threw }));
  }
}
