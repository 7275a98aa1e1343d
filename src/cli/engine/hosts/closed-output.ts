import type { LogLine } from './hosts-job';
import type { Ended } from '../../simulator/exit-code';

const MARK = 'sm-algorithm: exit code';

/**
 * Runs its arguments with a standard output whose reader goes away at once. The shell's own exit code is the
 * reader's, so the program's is told on standard error.
 */
export const CLOSED_OUTPUT_SCRIPT = `{ "$@"; echo "${MARK} $?" >&2; } | :`;

/** How the program behind the script ended. */
export function endBehindClosedOutput(lines: readonly LogLine[], script: Ended): Ended {
  const told = [...lines].reverse().find(({ text }) => text.startsWith(MARK))?.text.slice(MARK.length);
  // Not told: the script itself was killed.
  return told === undefined ? script : { exitCode: Number(told) };
}
