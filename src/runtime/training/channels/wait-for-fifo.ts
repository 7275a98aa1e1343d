import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeError } from '../../shared/runtime-error';

/** Looks often at first, since the next FIFO is usually there, then less. Unit: ms */
const POLL_MS = { first: 5, longest: 250 };

/**
 * Waits until a FIFO is there: the service usually makes the next one ahead, without a promise of it.
 * @param place for messages
 * @throws RuntimeError SMA_RUN_PIPE_NOT_FIFO; the reason of the signal when that aborts
 */
export async function waitForFifo(path: string, place: string, signal: AbortSignal): Promise<void> {
  for (let pollMs = POLL_MS.first; ; pollMs = Math.min(pollMs * 2, POLL_MS.longest)) {
    signal.throwIfAborted();
    try {
      if ((await stat(path)).isFIFO()) return;
      throw new RuntimeError('SMA_RUN_PIPE_NOT_FIFO', place, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    await sleep(pollMs, undefined, { signal });
  }
}
