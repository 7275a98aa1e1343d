import { countPredictions } from './count-predictions';
import { HttpTimeout, sendRequest } from './http-client';
import type { Payload } from './payloads';
import { INVOCATION_TIMEOUT_MS, ROUTES } from '../../contract/container-http';

/** How one request went. */
export interface Invocation {
  readonly payload: string;
  readonly contentType: string;
  readonly accept: string;
  /** Status of the container's answer; 0 when there was none. */
  readonly status: number;
  readonly latencyMs: number;
  readonly responseType?: string;
  readonly predictions?: number;
  readonly body: Buffer;
  /** Why there was no answer. */
  readonly problem?: string;
}

export const succeeded = ({ status }: Invocation): boolean => status >= 200 && status < 300;

/** One request as the service sends it, with its time-out. */
export async function invoke(url: string, payload: Payload, signal: AbortSignal): Promise<Invocation> {
  const { name, body, contentType, accept } = payload;
  const asked = { payload: name, contentType, accept };
  const startedAt = performance.now();
  try {
    const answer = await sendRequest({
      url: `${url}${ROUTES.invocations}`,
      method: 'POST',
      headers: { 'Content-Type': contentType, 'Accept': accept },
      body,
      timeoutMs: INVOCATION_TIMEOUT_MS,
      signal,
    });
    const done = { ...asked, status: answer.status, latencyMs: answer.durationMs, responseType: answer.headers['content-type'], body: answer.body };
    return succeeded(done) ? { ...done, predictions: countPredictions(done.responseType, answer.body.toString('utf8')) } : done;
  } catch (error) {
    signal.throwIfAborted();
    return { ...asked, status: 0, latencyMs: performance.now() - startedAt, body: Buffer.alloc(0), problem: whyNoAnswer(error) };
  }
}

function whyNoAnswer(error: unknown): string {
  if (error instanceof HttpTimeout) return error.message;
  return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ? 'nothing listens there' : (error as Error).message;
}

/** What a caller of InvokeEndpoint would get instead of a prediction. */
export function describeFailure(invocation: Invocation): string {
  if (invocation.problem) return `${invocation.payload}: ${invocation.problem} (the caller would get ModelError, OriginalStatusCode 0)`;
  const text = invocation.body.toString('utf8').trim();
  return `${invocation.payload}: the container answered ${invocation.status} (the caller would get 424 ModelError, OriginalStatusCode ${invocation.status}): ${text}`;
}
