/** Everything that ends the work before its time. Each source only tells `end`; what was made is removed elsewhere. */
import { constants } from 'node:os';
import { watchLaunchers } from './launchers';
import { unwritable } from './unwritable';

/** The signals by which people and supervisors end a program. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndSignal = (typeof SIGNALS)[number];

/** How often we look whether the programs that started us still live. Unit: ms. */
const PARENT_POLL_MS = 500;

/** Takes the reason for which the work is given up: {@link Interrupted}, a CliError, or a bug. */
export type End = (reason: unknown) => void;

/** Thrown where work was given up because the person or the machine wants it. */
export class Interrupted extends Error {
  constructor(readonly signalName: EndSignal, message = `interrupted by ${signalName}`) {
    super(message);
    this.name = 'Interrupted';
  }

  /** What shells report for a program that the signal ended. */
  get exitCode(): number {
    return 128 + constants.signals[this.signalName];
  }
}

export function onEndSignals(end: End): void {
  for (const name of SIGNALS) process.on(name, () => end(new Interrupted(name)));
}

/**
 * A parent that ends alone sends no signal: a `kill` of the one process id of `npx projen local` would leave us working for
 * nobody.
 */
export function onParentGone(end: End, isGone: () => boolean = watchLaunchers()): void {
  const timer = setInterval(() => {
    if (!isGone()) return;
    clearInterval(timer);
    end(new Interrupted('SIGHUP', 'the program that started this one is gone'));
  }, PARENT_POLL_MS);
  // Looking is no reason to stay.
  timer.unref();
}

/** What of a stream is needed here; `process.stdout` and `process.stderr` are such. */
interface Stream {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** A reader that went away (`| head`) is no error; a terminal that was closed ends the work; a full disk is told. */
export function onLostOutput(streams: readonly Stream[], end: End): void {
  let told = false;
  for (const stream of streams) {
    stream.on('error', (error) => {
      // Every write fails again from now on, those of the clean-up too.
      if (told || error.code === 'EPIPE') return;
      told = true;
      const closed = error.code === 'EIO' || error.code === 'ENXIO';
      end(closed ? new Interrupted('SIGHUP', 'the terminal was closed') : unwritable('standard output', error));
    });
  }
}

/** Exceptions and rejections that no code waits for. */
export function onBug(end: End): void {
  process.on('uncaughtException', end);
}

/** Calls when the signal aborts, at once when it has; gives the function that takes it back. */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  if (signal.aborted) call();
  else signal.addEventListener('abort', call, { once: true });
  return () => signal.removeEventListener('abort', call);
}

/** Resolves, never rejects, when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => onAbort(signal, resolve));
}

/** Waits; an abort ends the wait with its reason. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const takeBack = signal && onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
    const timer = setTimeout(() => {
      takeBack?.();
      resolve();
    }, milliseconds);
  });
}

/** Resolves some time after the work was given up for another reason than an interruption, when it should have ended long since. */
export function stuck(signal: AbortSignal, work: Promise<unknown>, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const takeBack = onAbort(signal, () => {
      if (!(signal.reason instanceof Interrupted)) timer = setTimeout(resolve, milliseconds);
    });
    const over = () => {
      takeBack();
      clearTimeout(timer);
    };
    work.then(over, over);
  });
}
