import { EXIT_CODE } from '../../contract/job-outcome';

/** One kind of error. */
export interface RuntimeErrorEntry {
  /** What is wrong, with the value got and the rule: complete in one line, because a failure reason is one. */
  readonly what: (...args: never[]) => string;
  /** Whose rule it is. */
  readonly why: string;
  /** One concrete step. */
  readonly fix: string;
  /** Exit code of the program that ends by it. */
  readonly exitCode?: number;
  /** HTTP status of the answer; an error without one is answered as 500 with a general message. */
  readonly status?: number;
}

/** For what the job or the container is given. */
export const INPUT_ERROR = { exitCode: EXIT_CODE.inputError };

export type RuntimeErrorTable = Record<`SMA_RUN_${string}`, RuntimeErrorEntry>;
