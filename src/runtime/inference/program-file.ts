import { RuntimeError } from '../shared/runtime-error';

/**
 * The file that Node was started with: the bundle, which is all parts of the program, or what runs it in an image.
 * @throws RuntimeError SMA_RUN_PROGRAM_FILE
 */
export function programFile(): string {
  const [, program] = process.argv;
  if (program === undefined) throw new RuntimeError('SMA_RUN_PROGRAM_FILE');
  return program;
}
