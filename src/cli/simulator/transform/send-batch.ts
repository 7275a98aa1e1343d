import { BATCH_LOG } from '../../../contract/batch-transform';
import { ROUTES } from '../../../contract/container-http';
import { type HttpAnswer, HttpTimeout, sendRequest } from '../http-client';
import type { Batch } from './batches';
import { ObjectFailure } from './object-failure';

/** Wait before the first repetition; each further one waits twice as long. The service's own is not documented. Unit: ms. */
const FIRST_PAUSE_MS = 100;

/** Most of an answer's text that goes into the log. Unit: lines. */
const MESSAGE_LINES = 20;

export interface Sending {
  /** Of the server, without a path. */
  readonly url: string;
  readonly contentType?: string;
  readonly accept?: string;
  /** For each try. Unit: ms. */
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly signal: AbortSignal;
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** One request and its repetitions: the good answer, or {@link ObjectFailure} in the words of the service's log. */
export async function sendBatch({ body }: Batch, sending: Sending): Promise<HttpAnswer> {
  const { signal, maxRetries, pause } = sending;
  for (let tries = 0; ; tries += 1) {
    const outcome = await attempt(body, sending);
    if ('status' in outcome && outcome.status >= 200 && outcome.status < 300) return outcome;
    if (tries >= maxRetries) throw failureOf(outcome, tries);
    await pause(FIRST_PAUSE_MS * 2 ** tries, signal);
  }
}

async function attempt(body: Batch['body'], { url, contentType, accept, timeoutMs, signal }: Sending): Promise<HttpAnswer | Error> {
  try {
    return await sendRequest({
      url: `${url}${ROUTES.invocations}`,
      method: 'POST',
      headers: { ...(contentType !== undefined && { 'Content-Type': contentType }), ...(accept !== undefined && { Accept: accept }) },
      body: typeof body === 'function' ? body() : body,
      timeoutMs,
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    // The object itself: no repetition makes it better.
    if (error instanceof ObjectFailure) throw error;
    return error as Error;
  }
}

function failureOf(outcome: HttpAnswer | Error, repetitions: number): ObjectFailure {
  const tried = repetitions > 0 ? [`(tried ${repetitions + 1} times)`] : [];
  if (outcome instanceof Error) {
    const reason = outcome instanceof HttpTimeout ? outcome.message : `the connection broke (${outcome.message})`;
    return new ObjectFailure('algorithm', BATCH_LOG.noAnswer, [reason, ...tried]);
  }
  const { status, body } = outcome;
  const lines = body.toString('utf8').trimEnd().split(/\r?\n/).slice(0, MESSAGE_LINES);
  return status >= 400 && status < 500
    ? new ObjectFailure('client', BATCH_LOG.clientError(status), ['', BATCH_LOG.message, ...lines, ...tried])
    : new ObjectFailure('algorithm', BATCH_LOG.serverError(status), ['', BATCH_LOG.message, ...lines, ...tried]);
}
