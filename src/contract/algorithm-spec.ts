/** The part of a plan that the programs in the images carry: what the algorithm takes and gives. */

import type { EncryptionSpec } from './encryption';

export type InputMode = 'File' | 'FastFile' | 'Pipe';

/** How the objects of a channel are stored. */
export type CompressionType = 'None' | 'Gzip';

interface HyperparameterBase {
  readonly name: string;
  readonly description?: string;
  readonly required: boolean;
  readonly tunable: boolean;
}
/** Whole number, `min` and `max` inclusive. */
export interface IntegerHyperparameter extends HyperparameterBase {
  readonly type: 'Integer';
  readonly min: number;
  readonly max: number;
  readonly default?: number;
}
/** Real number, `min` and `max` inclusive. */
export interface ContinuousHyperparameter extends HyperparameterBase {
  readonly type: 'Continuous';
  readonly min: number;
  readonly max: number;
  readonly default?: number;
}
/** One of `values`. */
export interface CategoricalHyperparameter extends HyperparameterBase {
  readonly type: 'Categorical';
  readonly values: readonly string[];
  readonly default?: string;
}
/** Any text. */
export interface FreeTextHyperparameter extends HyperparameterBase {
  readonly type: 'FreeText';
  readonly default?: string;
}
export type HyperparameterSpec = IntegerHyperparameter | ContinuousHyperparameter | CategoricalHyperparameter | FreeTextHyperparameter;

/** What a job does with a hyperparameter that is not declared. */
export type UnknownHyperparameters = 'warn' | 'refuse';

export interface ChannelSpec {
  readonly name: string;
  readonly description?: string;
  readonly required: boolean;
  /** Media types without parameters; the first is the one assumed when a job sets none. */
  readonly contentTypes: readonly string[];
  readonly inputModes: readonly InputMode[];
  readonly compressionTypes: readonly CompressionType[];
}

export interface MetricSpec {
  readonly name: string;
  /** Finds the value, group 1, in a log line. */
  readonly regex: string;
  /** Present when a tuning job may optimise the metric. */
  readonly objective?: 'Maximize' | 'Minimize';
}

/** Where predictions run: between the requests of the thread that serves, or each in one of a number of worker threads. */
export type ConcurrencySpec =
  /** `processes` that serve beside each other, each with a model of its own; one when absent. */
  | { readonly kind: 'inline'; readonly processes?: number }
  /** `count` worker threads, each with a model of its own; one for each CPU of the container when absent. */
  | { readonly kind: 'workers'; readonly count?: number };

/** Requests that wait at the same time are predicted together. */
export interface BatchingSpec {
  /** Most requests of one call. */
  readonly maxRequests: number;
  /** Longest wait of the first of them for others. Unit: ms */
  readonly maxWaitMs: number;
}

/** What becomes of a record that the algorithm cannot use, in a request with others. */
export type BadRecords = 'placeholder' | 'refuse';

/** What `/execution-parameters` tells a batch transform job that does not say so itself. */
export interface ExecutionParametersSpec {
  readonly maxConcurrentTransforms: number;
  readonly batchStrategy: 'SINGLE_RECORD' | 'MULTI_RECORD';
  /** Unit: MB (2^20 bytes). */
  readonly maxPayloadInMB: number;
}

/** How the server answers; whatever is absent has the default that the runtime states. */
export interface ServingSpec {
  readonly concurrency?: ConcurrencySpec;
  /** Most requests that wait for a worker. */
  readonly queueMax?: number;
  readonly batching?: BatchingSpec;
  /** Longest time for an answer. Unit: s */
  readonly timeoutSeconds?: number;
  /** Whether answers may be streamed, for which the service allows more time. */
  readonly streaming?: boolean;
  readonly badRecords?: BadRecords;
  /** Present when buyers pay by what an answer says it consumed. */
  readonly metering?: { readonly dimension: string };
  /** Absent: the container leaves it to the job. */
  readonly executionParameters?: ExecutionParametersSpec;
  /** Whether `/metrics` answers. */
  readonly metrics?: boolean;
}

export interface AlgorithmSpec {
  readonly name: string;
  /** The user's own version of the algorithm, when he states one. */
  readonly version?: string;
  readonly training: {
    readonly hyperparameters: readonly HyperparameterSpec[];
    readonly channels: readonly ChannelSpec[];
    readonly metrics: readonly MetricSpec[];
    /** What a job does with a hyperparameter that is neither declared nor SageMaker's own; `warn` when absent. */
    readonly unknownHyperparameters?: UnknownHyperparameters;
    /** Whether a job may have several hosts. */
    readonly distributed: boolean;
  };
  readonly inference: ServingSpec & {
    /** Media types of requests; the first is assumed when a request names none. */
    readonly contentTypes: readonly string[];
    /** Media types of responses; the first answers a request that accepts anything. */
    readonly responseTypes: readonly string[];
  };
  /** Present when the model is encrypted. */
  readonly encryption?: EncryptionSpec;
}
