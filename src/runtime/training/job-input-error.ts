import type { RuntimeError } from '../shared/runtime-error';

/** Everything that is wrong with the job's input, at once. */
export class JobInputError extends Error {
  constructor(readonly problems: readonly RuntimeError[]) {
    super(problems.map((problem) => problem.message).join(' | '));
    this.name = 'JobInputError';
  }
}
