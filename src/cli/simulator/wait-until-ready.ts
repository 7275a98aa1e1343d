import { PING_TIMEOUT_MS, ROUTES, STARTUP_TIMEOUT_MS } from '../../contract/container-http';
import { CliError } from '../cli-error';
import type { RunningServer } from '../engine/engine';
import { pause } from '../interruption';
import { explainEnd } from './exit-code';
import { sendRequest } from './http-client';

/** Time between two pings; the service's own is not documented. The first ones follow each other fast. Unit: ms. */
const PING_INTERVAL_MS = 100;
const FIRST_PING_INTERVAL_MS = 10;

export interface ReadyOptions {
  readonly signal: AbortSignal;
  /** The end of the server's log. */
  readonly lastLines: () => readonly string[];
  /** Said when the server died by a syntax error. */
  readonly oldNode?: string;
  /** Unit: ms. */
  readonly startupTimeoutMs?: number;
}

/** Pings until the answer is 200. A server that ends is noticed at once. */
export async function waitUntilReady(server: Pick<RunningServer, 'url' | 'ended'>, options: ReadyOptions): Promise<void> {
  const { signal, startupTimeoutMs = STARTUP_TIMEOUT_MS } = options;
  const ending = new AbortController();
  const either = AbortSignal.any([signal, ending.signal]);
  const died = server.ended.then((ended) => {
    throw serverDied(explainEnd(ended), options);
  });
  try {
    await Promise.race([died, pingUntilReady(server.url, either, startupTimeoutMs, options)]);
  } finally {
    ending.abort(new Error('no longer waited for'));
    died.catch(() => undefined);
  }
}

async function pingUntilReady(url: string, signal: AbortSignal, startupTimeoutMs: number, options: ReadyOptions): Promise<void> {
  const startedAt = Date.now();
  let last = 'no ping was answered';
  while (Date.now() - startedAt < startupTimeoutMs) {
    try {
      const { status } = await sendRequest({ url: `${url}${ROUTES.ping}`, method: 'GET', timeoutMs: PING_TIMEOUT_MS, signal });
      if (status === 200) return;
      last = `the last ping was answered with ${status}`;
    } catch (error) {
      signal.throwIfAborted();
      last = `the last ping was not answered (${(error as Error).message})`;
    }
    await pause(Math.min(PING_INTERVAL_MS, FIRST_PING_INTERVAL_MS + (Date.now() - startedAt) / 20), signal);
  }
  throw new CliError('SMA_CLI_SERVER', {
    what: `the server was not ready within ${startupTimeoutMs / 1_000} s; ${last}.`,
    why: `SageMaker waits for ${ROUTES.ping} to answer 200, each time within ${PING_TIMEOUT_MS / 1_000} s, and then gives the endpoint up`,
    fix: 'load the model faster, or answer 503 only until it is loaded',
    details: options.lastLines(),
  });
}

/** The server ended although nobody stopped it. */
export function serverDied(how: string, { lastLines, oldNode }: Pick<ReadyOptions, 'lastLines' | 'oldNode'>): CliError {
  const lines = lastLines();
  const syntax = lines.some((line) => line.startsWith('SyntaxError'));
  return new CliError('SMA_CLI_SERVER', {
    what: `the server ended by itself; ${how}.`,
    why: (syntax && oldNode) || 'a server runs until SageMaker stops it',
    fix: 'correct what the last lines of its log name',
    details: lines.length > 0 ? ['last lines of its log:', ...lines.map((line) => `  ${line}`)] : ['its log is empty'],
  });
}
