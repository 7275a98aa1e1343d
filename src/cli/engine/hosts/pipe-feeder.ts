import { Readable } from 'node:stream';
import type { PipeEvent } from './hosts-job';
import type { OutputLine, RunOptions } from '../../exec';
import { aborted, onAbort, pause } from '../../interruption';
import type { PipeFeed } from '../../simulator/host-input';

/** A folder in which FIFOs are made and written: of this machine, or of a volume. */
export interface PipePlace {
  /** What a script says may come so long after the end of the program, of which it tells. Unit: ms. @default 0 */
  readonly lagMs?: number;
  makeFifo(name: string): Promise<void>;
  /** Runs a shell script with the path of a FIFO as `$0`; resolves with its exit code. */
  script(text: string, fifo: string, options: Pick<RunOptions, 'input' | 'onLine' | 'signal'>): Promise<number | undefined>;
}

/** Between paced pieces: enough for a reader to take one before the next comes. Unit: ms. */
const PIECE_GAP_MS = 15;

const OPENED = 'sm-algorithm: opened';
/** The shell waits for a reader, says that there is one, and becomes the writer. */
const WRITE = `exec >"$0"; echo "${OPENED}" >&2; exec cat`;
/** Ends with 0 where a reader has the FIFO open, and with 1, or cannot tell, otherwise. */
const HAS_READER = 'exec dd if=/dev/null of="$0" oflag=nonblock conv=nocreat,notrunc 2>/dev/null';

/** A signal that aborts so long after another one. */
function later(signal: AbortSignal, ms = 0): AbortSignal {
  if (ms === 0) return signal;
  const late = new AbortController();
  onAbort(signal, () => setTimeout(() => late.abort(signal.reason), ms));
  return late.signal;
}

/**
 * Feeds a channel until the program ends, as the service does: waits for a reader, writes one epoch, closes; a reader that
 * closes early is no error. An epoch that cannot be read to its end is one.
 */
export async function feedPipes(
  feed: PipeFeed, place: PipePlace, onEvent: (event: Omit<PipeEvent, 'atMs'>) => void, ended: AbortSignal,
): Promise<void> {
  const fifo = (epoch: number) => `${feed.channel}_${epoch}`;
  const over = later(ended, place.lagMs);
  try {
    await appear(0);
    for (let epoch = 0; !ended.aborted; epoch += 1) {
      let next: Promise<void> | undefined;
      if (feed.lateMs === undefined) await place.makeFifo(fifo(epoch + 1));
      const reader = new AbortController();
      const broken = new AbortController();
      const input = Readable.from(bytesOf(epoch, reader.signal), { objectMode: false }).once('error', (error) => broken.abort(error));
      const exitCode = await place.script(WRITE, fifo(epoch), {
        input,
        signal: AbortSignal.any([over, broken.signal]),
        onLine: async ({ text }: OutputLine) => {
          if (text !== OPENED) return;
          const former = epoch > 0 && await place.script(HAS_READER, fifo(epoch - 1), { signal: over }) === 0;
          onEvent({ fifo: fifo(epoch), what: 'opened', ...(former && { stillOpen: fifo(epoch - 1) }) });
          reader.abort();
          if (feed.lateMs !== undefined) next = appear(epoch + 1);
        },
        // Files of which nobody wants more are closed.
      }).finally(() => input.destroy());
      onEvent({ fifo: fifo(epoch), what: exitCode === 0 ? 'ended' : 'left' });
      await next;
    }
  } catch (error) {
    // The end of the program ends the waiting for its reader.
    if (!ended.aborted) throw error;
  }

  async function appear(epoch: number): Promise<void> {
    if (feed.lateMs !== undefined) await pause(feed.lateMs, ended);
    await place.makeFifo(fifo(epoch));
  }

  async function* bytesOf(epoch: number, reader: AbortSignal): AsyncGenerator<Uint8Array> {
    let paced = feed.pacedPieces ?? 0;
    // The bytes may wait in front of the FIFO for their reader; paced ones may not.
    if (paced > 0) await Promise.race([aborted(reader), aborted(ended)]);
    for await (const piece of feed.epoch(epoch)) {
      if (ended.aborted) return;
      if (piece.byteLength > 0) yield piece;
      // The end of the program ends the epoch; an error of a stream that nobody reads any more would reach the top of ours.
      if (paced > 0) await pause(PIECE_GAP_MS, ended).catch(() => undefined);
      paced -= 1;
    }
    if (feed.holdEpoch !== epoch) return;
    await Promise.race([aborted(reader), aborted(ended)]);
    onEvent({ fifo: fifo(epoch), what: 'held' });
    await aborted(ended);
  }
}
