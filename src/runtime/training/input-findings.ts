import { RuntimeError } from '../shared/runtime-error';

/** What reading the job's input has found besides the input: problems end the job, all together; warnings are logged. */
export class InputFindings {
  readonly problems: RuntimeError[] = [];
  readonly warnings: string[] = [];

  /** Runs one step of reading; a problem of it is kept, and reading goes on with the next step. */
  collect<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      this.problems.push(error);
      return undefined;
    }
  }
}
