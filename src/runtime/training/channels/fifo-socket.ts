// `cat` is a child only where the kernel leaves no other way; see below.
// eslint-disable-next-line no-restricted-imports
import { spawn } from 'node:child_process';
import { constants, open } from 'node:fs';
import { Socket } from 'node:net';
import { PassThrough, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { closed } from './closed';

/** Not fs/promises: its FileHandle closes the descriptor when it is collected, and the socket owns that. */
const openDescriptor = promisify(open);

/** The reading end of a FIFO. */
export interface OpenFifo {
  /** Ends after the last writer has closed, and not before one has opened. */
  readonly bytes: Readable;
  /** Resolves when nothing of it is open any more. */
  close(): Promise<void>;
}

/**
 * Opens without waiting for the writer: a blocking open holds one of libuv's four threads until the writer comes, and four
 * of them stop every other use of files. The event loop then says when there is something to read; a read before that would
 * take "no writer yet" for the end.
 */
async function openInLoop(path: string): Promise<OpenFifo> {
  // For reading: O_RDONLY is 0.
  const fd = await openDescriptor(path, constants.O_NONBLOCK);
  const bytes = new Socket({ fd, readable: true, writable: false });
  return { bytes, close: () => closed(bytes) };
}

/**
 * Elsewhere kqueue says "end" for a FIFO that has no writer yet, so a process of its own waits for him: it holds no thread
 * of ours and can be ended at any time.
 */
async function openInChild(path: string): Promise<OpenFifo> {
  const child = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`the process that reads ${path} has ended with ${signal ?? `exit code ${code}`}`));
    });
  });
  // The end of its output is no end of the data when it has failed.
  const bytes = new PassThrough({ flush: (done) => void ended.then(() => done(), done) });
  // A process that could not be started has no output that would end.
  ended.catch((error: Error) => void bytes.destroy(error));
  child.stdout.pipe(bytes);
  return {
    bytes,
    async close() {
      child.kill();
      await closed(bytes);
      await ended.catch(() => {});
    },
  };
}

/** Opens a FIFO for reading, at once, whether or not a writer is there. */
export const openFifo = (path: string, platform: NodeJS.Platform = process.platform): Promise<OpenFifo> =>
  platform === 'linux' ? openInLoop(path) : openInChild(path);
