import type { OutputLine } from '../exec';
import type { UsageSample } from './usage';
import type { Ended } from '../simulator/exit-code';

export type EngineName = 'docker' | 'process';

export interface JobRequest {
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onLine: (line: OutputLine) => void | Promise<void>;
  /** Takes what a training program uses, every now and then while it runs. */
  readonly onUsage?: (sample: UsageSample) => void;
}

export interface TrainingEnd extends Ended {
  /** What the program left in the model folder and is neither file nor folder. */
  readonly strangeModelEntries: readonly string[];
}

/** A server that was started; it may not be ready yet. */
export interface RunningServer {
  /** `http://host:port`, without a path. */
  readonly url: string;
  /** Resolves when the server ended by itself or was stopped. */
  readonly ended: Promise<Ended>;
  /** SIGTERM, the service's grace time, SIGKILL. */
  stop(): Promise<Ended>;
}

/**
 * Runs the two programs on the folders of one run. Training reads `run.training` and leaves its model and output there; serving
 * reads the extracted model from `run.serving`.
 */
export interface Engine {
  readonly name: EngineName;
  /** What a run with this engine leaves unchecked, one line each. */
  readonly unchecked: readonly string[];
  train(request: JobRequest): Promise<TrainingEnd>;
  serve(request: JobRequest): Promise<RunningServer>;
  /** Removes everything that the run made outside its folder; may be called twice. Gives a command for each thing that is left. */
  close(): Promise<readonly string[]>;
}
