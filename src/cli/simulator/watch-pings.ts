/** Pings of a server in service: they go on beside the invocations, and a server that does not answer them is replaced. */
import { sendRequest } from './http-client';
import { PING_TIMEOUT_MS, ROUTES } from '../../contract/container-http';
import { pause } from '../interruption';

/** Time between two pings; the service's own is not documented. Unit: ms. */
const PING_EVERY_MS = 1_000;

export interface PingFigures {
  /** Answered with 200 in time. */
  readonly good: number;
  readonly bad: number;
  /** Of those that were answered. Unit: ms. */
  readonly slowestMs: number;
  /** Of the first bad one. */
  readonly problem?: string;
}

export interface PingWatch {
  readonly figures: PingFigures;
  /** Ends the watch, with a ping that is on its way. */
  end(): void;
}

export interface PingOptions {
  readonly everyMs?: number;
  /** Told with every ping that changes what is known: the first bad one, and the first good one after it. */
  readonly onChange?: (problem: string | undefined) => void;
}

export function watchPings(url: string, { everyMs = PING_EVERY_MS, onChange }: PingOptions = {}): PingWatch {
  const ending = new AbortController();
  let figures: PingFigures = { good: 0, bad: 0, slowestMs: 0 };
  let isBad = false;
  const take = (problem: string | undefined, durationMs: number) => {
    const { good, bad, slowestMs, problem: first = problem } = figures;
    figures = problem === undefined
      ? { ...figures, good: good + 1, slowestMs: Math.max(slowestMs, durationMs) }
      : { ...figures, bad: bad + 1, problem: first };
    if (isBad === (problem !== undefined)) return;
    isBad = !isBad;
    onChange?.(problem);
  };
  void (async () => {
    for (;;) {
      await pause(everyMs, ending.signal);
      const { problem, durationMs } = await ping(url, ending.signal);
      take(problem, durationMs);
    }
  })().catch(() => undefined);
  return { get figures() { return figures; }, end: () => ending.abort(new Error('no longer watched')) };
}

async function ping(url: string, signal: AbortSignal): Promise<{ readonly problem?: string; readonly durationMs: number }> {
  try {
    const { status, durationMs } = await sendRequest({ url: `${url}${ROUTES.ping}`, method: 'GET', timeoutMs: PING_TIMEOUT_MS, signal });
    return { durationMs, ...(status !== 200 && { problem: `was answered with ${status}` }) };
  } catch (error) {
    signal.throwIfAborted();
    return { durationMs: 0, problem: `was not answered (${(error as Error).message})` };
  }
}
