import type { RuntimeErrorEntry } from './runtime-error-entry';
import { CLUSTER_ERRORS } from './runtime-errors-of-cluster';
import { INFERENCE_ERRORS } from './runtime-errors-of-inference';
import { INPUT_ERRORS } from './runtime-errors-of-input';
import { TRAINING_ERRORS } from './runtime-errors-of-training';
import { EXIT_CODE } from '../../contract/job-outcome';

/** Every error of the runtime. A code is never given a second meaning. */
export const RUNTIME_ERRORS = { ...TRAINING_ERRORS, ...INPUT_ERRORS, ...CLUSTER_ERRORS, ...INFERENCE_ERRORS };

export type RuntimeErrorCode = keyof typeof RUNTIME_ERRORS;
type ErrorArgs<C extends RuntimeErrorCode> = Parameters<(typeof RUNTIME_ERRORS)[C]['what']>;

/** Something the runtime refuses: what, why and what to do, from {@link RUNTIME_ERRORS}. */
export class RuntimeError<C extends RuntimeErrorCode = RuntimeErrorCode> extends Error {
  /** An error that another thread has made, by what can be said of it in plain data. */
  static received(code: RuntimeErrorCode, message: string): RuntimeError {
    const error = new RuntimeError(code, ...[] as never);
    error.message = message;
    return error;
  }

  readonly code: C;
  readonly why: string;
  readonly fix: string;
  readonly exitCode: number;
  readonly status: number | undefined;

  constructor(code: C, ...args: ErrorArgs<C>) {
    const entry: RuntimeErrorEntry = RUNTIME_ERRORS[code];
    super((entry.what as (...texts: ErrorArgs<C>) => string)(...args));
    this.name = 'RuntimeError';
    this.code = code;
    this.why = entry.why;
    this.fix = entry.fix;
    this.exitCode = entry.exitCode ?? EXIT_CODE.algorithmError;
    this.status = entry.status;
  }
}
