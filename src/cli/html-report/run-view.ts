import type { CheckedSubject } from '../conformance/suite';

/** A step of a run, as the terminal showed it. */
export interface PhaseView {
  readonly name: string;
  /** Since the start of the run. Unit: ms. */
  readonly startMs: number;
  /** Unit: ms. */
  readonly durationMs: number;
  readonly isBad: boolean;
}

/** A secondary status of the training job. */
export interface StatusView {
  readonly status: string;
  /** Since the start of the run. Unit: ms. */
  readonly startMs: number;
  /** Unit: ms. */
  readonly durationMs: number;
}

/** The values of one metric, in the order in which the log had them. */
export interface MetricView {
  readonly name: string;
  /** `atMs`: since the start of the training program. */
  readonly values: ReadonlyArray<{ readonly atMs: number; readonly value: number }>;
}

export interface InvocationView {
  readonly payload: string;
  readonly status: number;
  /** Unit: ms. */
  readonly latencyMs: number;
  readonly contentType: string;
  /** Why there was no prediction. */
  readonly problem?: string;
}

/** One record of a request, what was predicted for it and what the sample data says. */
export interface PredictionView {
  readonly record: string;
  readonly prediction: string;
  /** Absent where the sample data does not hold the record. */
  readonly expected?: string;
}

export interface PredictionsView {
  readonly payload: string;
  readonly predictions: readonly PredictionView[] | { readonly absent: string };
}

/** What processes used, at one moment. */
export interface UsageView {
  /** Since the start of the program. Unit: ms. */
  readonly atMs: number;
  /** Unit: percent of one processor. */
  readonly cpuPercent: number;
  /** Unit: bytes. */
  readonly memoryBytes: number;
}

/** All that the page of a local run shows. */
export interface RunView {
  readonly title: string;
  readonly subtitle: string;
  /** The end, in the words of the terminal, where it was a bad one. */
  readonly problem?: string;
  /** Names and values, for example the engine and the model. */
  readonly facts: ReadonlyArray<readonly [name: string, values: readonly string[]]>;
  readonly phases: readonly PhaseView[];
  /** Secondary statuses of the training job; the last one has no length. */
  readonly statuses: readonly StatusView[];
  /** Declared metrics; without values where the log had none. */
  readonly metrics: readonly MetricView[];
  readonly invocations: readonly InvocationView[];
  readonly usage: readonly UsageView[] | { readonly absent: string };
  readonly predictions: readonly PredictionsView[];
  readonly checks: readonly CheckedSubject[];
  readonly footer: string;
}
