import type { OutputLine } from '../exec';
import type { HostOutcome, HostsJob } from './hosts/hosts-job';
import type { Ended } from '../simulator/exit-code';

export type EngineName = 'docker' | 'process';

export interface JobRequest {
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onLine: (line: OutputLine) => void | Promise<void>;
}

/** One start of all hosts of a training job. */
export interface TrainRequest {
  readonly job: HostsJob;
  /** Whose memory and processors the hosts have, where the engine can give them. */
  readonly instanceType: string;
  /** Folders of this machine that stand for `/opt/ml` of each host, in order; always with `/` as separator. */
  readonly folders: readonly string[];
  /** Aborts when the work is given up. */
  readonly signal: AbortSignal;
}

/** A server that was started; it may not be ready yet. */
export interface RunningServer {
  /** `http://host:port`, without a path. */
  readonly url: string;
  /** Resolves when the server ended by itself or was stopped. */
  readonly ended: Promise<Ended>;
  /** What it has in memory at this moment, all its processes together; undefined where that cannot be told. Unit: bytes. */
  memoryBytes(): Promise<number | undefined>;
  /** SIGTERM, the service's grace time, SIGKILL. */
  stop(): Promise<Ended>;
}

/**
 * Runs the two programs. Training leaves its model and output in the folders of its hosts; serving reads the extracted model from
 * `run.serving`.
 */
export interface Engine {
  readonly name: EngineName;
  /** What a run with this engine leaves unchecked, one line each. */
  readonly unchecked: readonly string[];
  /** Names by which so many hosts of a training job reach each other. Throws SMA_CLI_ENGINE where it cannot have them. */
  hostNames(count: number): readonly string[];
  /** Runs the hosts of a training job to their ends; one outcome per host, in order. */
  train(request: TrainRequest): Promise<readonly HostOutcome[]>;
  serve(request: JobRequest): Promise<RunningServer>;
  /** Removes everything that the run made outside its folder; may be called twice. Gives a command for each thing that is left. */
  close(): Promise<readonly string[]>;
}
