/** The few things that only the owner of the process does; everything else in the runtime runs as well inside a test. */
import { writeSync } from 'node:fs';

const STDOUT = 1;

/** Whether the stream of the standard output is there: Node makes it when it is first asked for. */
let stdoutIsMade = true;

const ignoreErrors = (stream: NodeJS.WriteStream): void => void stream.on('error', () => {});

/**
 * A reader that went away must not end the job: without a listener the error of the closed stream would. Node makes a stream when
 * it is first asked for, which takes a part of the start that most programs need not spend on stderr; the listener is there as
 * soon as the stream is.
 */
export function ignoreClosedOutput(): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const make = Object.getOwnPropertyDescriptor(process, name)?.get;
    if (!make) {
      ignoreErrors(process[name]);
      continue;
    }
    if (name === 'stdout') stdoutIsMade = false;
    let stream: NodeJS.WriteStream | undefined;
    const get = (): NodeJS.WriteStream => {
      if (!stream) {
        ignoreErrors(stream = make.call(process) as NodeJS.WriteStream);
        if (name === 'stdout') stdoutIsMade = true;
      }
      return stream;
    };
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get });
  }
}

/**
 * Writes to the standard output, in order with whatever others write there. Without its stream as long as nobody else needs that:
 * Node writes to pipes, files and terminals at once, too, and the first lines of a start are written sooner.
 */
export function writeOut(text: string): void {
  if (stdoutIsMade) {
    process.stdout.write(text);
    return;
  }
  const bytes = Buffer.from(text);
  let done = 0;
  try {
    while (done < bytes.length) done += writeSync(STDOUT, bytes, done);
  } catch (error) {
    // A pipe that is full and must not be waited for: the stream keeps what is left. A reader that went away is nothing to tell.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') process.stdout.write(bytes.subarray(done));
  }
}

/**
 * Calls back on SIGTERM and SIGINT. It has to be the first thing a program does: as PID 1 of a container a process without
 * a listener does not get these signals at all.
 */
export function onStopSignal(listener: (name: NodeJS.Signals) => void): void {
  process.on('SIGTERM', listener);
  process.on('SIGINT', listener);
}

/** Calls back with whatever nobody caught. */
export function onUncaught(listener: (error: unknown, kind: 'exception' | 'rejection') => void): void {
  process.on('uncaughtException', (error) => listener(error, 'exception'));
  process.on('unhandledRejection', (reason) => listener(reason, 'rejection'));
}

const written = (stream: NodeJS.WriteStream): Promise<void> => new Promise((resolve) => {
  // An empty write is finished once everything before it has been handed to the kernel.
  stream.write('', () => resolve());
});

/**
 * Ends the process after its output has been read. `process.exit` alone loses what a slow reader of the pipe has not taken
 * yet; setting `process.exitCode` alone never ends while a timer or socket of the user's code is open.
 * @param withinMs longest wait for the reader. Unit: ms
 */
export async function flushAndExit(exitCode: number, withinMs: number): Promise<void> {
  process.exitCode = exitCode;
  const timeUp = new Promise<void>((resolve) => setTimeout(resolve, withinMs));
  await Promise.race([Promise.all([written(process.stdout), written(process.stderr)]), timeUp]);
  process.exit(exitCode);
}
