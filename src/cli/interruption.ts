import { constants } from 'node:os';

/** The signals by which people and supervisors end a program. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndSignal = (typeof SIGNALS)[number];

/** Thrown where work was given up because of a signal. */
export class Interrupted extends Error {
  constructor(readonly signalName: EndSignal) {
    super(`interrupted by ${signalName}`);
    this.name = 'Interrupted';
  }

  /** What shells report for a program that the signal ended. */
  get exitCode(): number {
    return 128 + constants.signals[this.signalName];
  }
}

/**
 * Turns the first signal into an abort. Later ones only call `onRepeat`: the work that follows an abort is the removal of
 * what the run made, and nobody is served when that stops halfway.
 */
export function abortOnSignals(onRepeat: () => void): AbortSignal {
  const controller = new AbortController();
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (controller.signal.aborted) return onRepeat();
      controller.abort(new Interrupted(name));
    });
  }
  return controller.signal;
}

/** Resolves, never rejects, when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Waits; an abort ends the wait with its reason. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
