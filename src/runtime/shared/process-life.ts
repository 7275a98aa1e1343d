/** The few things that only the owner of the process does; everything else in the runtime runs as well inside a test. */

/** A reader that went away must not end the job: without a listener the error of the closed stream would. */
export function ignoreClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
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
