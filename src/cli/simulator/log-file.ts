import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { CliError } from '../cli-error';
import { unwritable } from '../unwritable';

export interface Log {
  /** Resolves when there is room for more; rejects when the file cannot be written. */
  line(text: string): Promise<void>;
  /** Rejects when something did not get into the file. */
  close(): Promise<void>;
}

/** A log file: lines in, closed at the end. An error of the file waits for the next call: nobody listens in between. */
export function openLog(file: string): Log {
  const stream = createWriteStream(file);
  let failure: CliError | undefined;
  stream.on('error', (cause) => (failure ??= unwritable(file, cause)));
  const assertGood = () => {
    if (failure) throw failure;
  };
  return {
    async line(text) {
      assertGood();
      // What went wrong meanwhile is in `failure`.
      if (!stream.write(`${text}\n`)) await once(stream, 'drain').catch(() => undefined);
      assertGood();
    },
    async close() {
      stream.end();
      // Comes after the error where there is one.
      if (!stream.closed) await once(stream, 'close').catch(() => undefined);
      assertGood();
    },
  };
}
