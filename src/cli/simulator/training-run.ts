import { mkdir, rm } from 'node:fs/promises';
import { addSidecars, collectCheckpoints, removeSidecars } from './checkpoints';
import { hostInputs, type TrainingInput } from './input/host-inputs';
import { jobName, trainingEnvironment } from './job-environment';
import { JobStatus } from './job-status';
import { MetricScanner } from './metrics';
import type { RunFolder } from './run-folder';
import { RuntimeLimit } from './runtime-limit';
import { TrainingLog } from './training-log';
import { TRAIN_STOP_GRACE_MS } from '../../contract/job-outcome';
import { optMlPaths } from '../../contract/opt-ml';
import type { Engine } from '../engine/engine';
import { hostName } from '../engine/hosts/host-names';
import type { HostOutcome, HostsJob, LogLine } from '../engine/hosts/hosts-job';
import type { UsageSample } from '../engine/usage';
import type { Project } from '../project';
import type { Report } from '../report';

export interface TrainingRunOptions {
  readonly project: Project;
  readonly run: RunFolder;
  readonly input: TrainingInput;
  /** Number of hosts. @default 1 */
  readonly hostCount?: number;
  /** @default 86400, the service's own */
  readonly maxRuntimeSeconds?: number;
  /** Time between SIGTERM and SIGKILL. Unit: ms. @default 120000 */
  readonly stopGraceMs?: number;
  /** Lines of each host that its outcome has, the newest. @default 0 */
  readonly keptLines?: number;
  /** Sees the values of metrics; given where somebody asks for more than the last ones. */
  readonly scanner?: MetricScanner;
  /** Takes the secondary statuses of the job. */
  readonly status?: JobStatus;
  readonly onUsage?: (sample: UsageSample) => void;
}

/** What may happen to one start of a job. */
export interface StartConditions extends Pick<HostsJob, 'signal' | 'keepPeers'> {
  /** Aborts when somebody stops the job, or takes its machines away. */
  readonly stop?: AbortSignal;
  /** Sees each line as it comes. */
  readonly onLine?: (line: LogLine, place: number) => void;
}

/** A training job that is started, perhaps again and again: its folders, its log, its metrics, its time. Close it at the end. */
export class TrainingRun {
  readonly name: string;
  readonly scanner: MetricScanner;
  readonly status: JobStatus;
  readonly limit: RuntimeLimit;
  readonly log: TrainingLog;
  readonly startedAt = Date.now();
  private readonly hosts: readonly string[];
  private starts = 0;

  constructor(
    readonly options: TrainingRunOptions,
    private readonly engine: Engine,
    private readonly report: Report,
    private readonly signal: AbortSignal,
  ) {
    const { project, run, hostCount = 1, scanner, status, maxRuntimeSeconds } = options;
    this.name = jobName(project.plan, run.id);
    this.scanner = scanner ?? new MetricScanner(project.plan.algorithm.training.metrics);
    this.status = status ?? new JobStatus();
    this.limit = new RuntimeLimit(maxRuntimeSeconds);
    this.hosts = engine.hostNames(hostCount);
    this.log = new TrainingLog({ file: run.trainingLog, hosts: hostCount, scanner: this.scanner, report });
  }

  /** Folders of this machine that stand for `/opt/ml` of each host; of the only host the run's own. */
  get folders(): string[] {
    const { training } = this.options.run;
    return this.hosts.length === 1 ? [training.base] : this.hosts.map((_, place) => `${training.base}/hosts/${hostName(place)}`);
  }

  /** Starts all hosts, on what is left of checkpoints, and waits for their ends. */
  async start(conditions: StartConditions = {}): Promise<readonly HostOutcome[]> {
    const { project, run, input, onUsage, keptLines = 0, stopGraceMs = TRAIN_STOP_GRACE_MS } = this.options;
    this.signal.throwIfAborted();
    this.status.enter('Starting');
    const { checkpoints } = run.training;
    await mkdir(checkpoints, { recursive: true });
    if (this.starts > 0) await this.makeNew(checkpoints);
    this.starts += 1;
    this.status.enter('Downloading');
    const hosts = hostInputs(input, this.hosts).map((host) => ({ ...host, checkpoints }));
    const stop = AbortSignal.any([this.limit.signal, ...(conditions.stop ? [conditions.stop] : [])]);
    const onStop = () => this.status.enter('Stopping');
    const outcomes = await this.engine.train({
      job: {
        hosts,
        env: trainingEnvironment(project.plan, run.id),
        signal: conditions.signal,
        keepPeers: conditions.keepPeers,
        stop: { signal: stop, graceMs: stopGraceMs },
        keptLines,
        onLine: (line, place) => {
          conditions.onLine?.(line, place);
          return this.log.onLine(line, place);
        },
        onUsage,
        onPhase: (phase) => {
          if (phase === 'ended') {
            stop.removeEventListener('abort', onStop);
            return this.limit.pause();
          }
          this.status.enter('Training');
          stop.addEventListener('abort', onStop);
          this.limit.start();
        },
      },
      instanceType: input.instanceType,
      folders: this.folders,
      signal: this.signal,
    }).finally(() => this.limit.pause());
    if (this.hosts.length > 1) await this.collectCheckpoints();
    await removeSidecars(checkpoints);
    return outcomes;
  }

  close(): Promise<void> {
    return this.log.close();
  }

  /** Machines of a restart are new ones: only checkpoints are there. */
  private async makeNew(checkpoints: string): Promise<void> {
    for (const folder of this.folders) {
      const { input, model, output, checkpoints: own } = optMlPaths(folder);
      for (const path of [input, model, output, ...(own === checkpoints ? [] : [own])]) await rm(path, { recursive: true, force: true });
    }
    await addSidecars(checkpoints);
  }

  private async collectCheckpoints(): Promise<void> {
    const hosts = this.folders.map((folder, place) => ({ name: hostName(place), folder: optMlPaths(folder).checkpoints }));
    for (const { file, isSame, kept, lost } of await collectCheckpoints(hosts, this.options.run.training.checkpoints)) {
      if (!isSame) this.report.warn(`checkpoint ${file} of ${lost} is lost: all hosts share one place in S3, and ${kept} has one of that name`);
    }
  }
}
