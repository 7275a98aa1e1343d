import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { failureText } from './failure-text';
import type { OptMlPaths } from '../../contract/opt-ml';
import { inBinaryUnits, readLimits } from '../shared/limits';
import { RuntimeError } from '../shared/runtime-error';
import { attempt } from '../shared/unknown-error';

/**
 * A process that is killed or crashes cannot say why. So the reason of such an end is written before anything else, and taken
 * back or replaced by every other end. As against a parent that watches, this costs no memory and no time at the start, leaves
 * Node as process 1 and holds for whatever kills the container; its price is that it cannot tell one silent end from another.
 * The exit code is the kernel's: 137 killed, 134 or (as process 1, which no signal of its own can end) 139 crashed.
 */

const CODE = 'SMA_RUN_SILENT_END';

/** Whether the failure file holds nothing but what was written for the case of a silent end. */
export const isSilentEnd = ({ failure }: OptMlPaths): boolean => attempt(() => readFileSync(failure, 'utf8').endsWith(`(${CODE})`)) ?? false;

/** Writes the reason of a silent end; where that is impossible, such an end stays without a reason. */
export function expectSilentEnd(paths: OptMlPaths): void {
  const { memoryBytes, heapBytes } = readLimits();
  const reason = new RuntimeError(CODE, inBinaryUnits(memoryBytes), inBinaryUnits(heapBytes));
  attempt(() => {
    mkdirSync(paths.output, { recursive: true });
    if (!existsSync(paths.failure) || isSilentEnd(paths)) writeFileSync(paths.failure, failureText(reason));
  });
}

/** Takes it back: the job has ended well. */
export function withdrawSilentEnd(paths: OptMlPaths): void {
  if (isSilentEnd(paths)) attempt(() => rmSync(paths.failure));
}
