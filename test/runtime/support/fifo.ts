import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { onTestFinished } from 'vitest';

export function makeFifo(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  execFileSync('mkfifo', [path]);
  return path;
}

export interface Feeder {
  readonly child: ChildProcess;
  /** What is written here goes through the FIFO. */
  readonly input: Writable;
  /** Resolves when the writer has ended: by itself, or because nobody reads any more. */
  readonly ended: Promise<void>;
}

/** A process that waits for a reader of the FIFO and hands on what it gets, as SageMaker does. */
export function feeder(path: string): Feeder {
  const child = spawn('sh', ['-c', 'exec cat > "$1"', 'sh', path], { stdio: ['pipe', 'ignore', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  // A reader that leaves early is no error of the test.
  child.stdin.on('error', () => {});
  return { child, input: child.stdin, ended: once(child, 'close').then(() => {}) };
}

/** Makes a FIFO and sends the bytes through it. */
export function feed(path: string, bytes: string | Uint8Array): Feeder {
  const fed = feeder(makeFifo(path));
  fed.input.end(bytes);
  return fed;
}

/** Makes a FIFO whose writer never stops by itself. */
export function feedForEver(path: string): Feeder {
  makeFifo(path);
  const child = spawn('sh', ['-c', 'exec yes 1,2,3 > "$1"', 'sh', path], { stdio: ['pipe', 'ignore', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, input: child.stdin, ended: once(child, 'close').then(() => {}) };
}
