import { countPredictions } from './count-predictions';
import { HttpTimeout, sendRequest } from './http-client';
import type { Payload } from './payloads';
import { DECOY_HEADERS, modelError, returnedHeaders } from './service-conditions';
import { ACCEPT_TIMEOUT_MS, INVOCATION_TIMEOUT_MS, MODEL_ERROR, ROUTES, STREAMED_INVOCATION_TIMEOUT_MS } from '../../contract/container-http';

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
  /** Headers of the answer that the caller of the API gets, but its type. */
  readonly returned?: Readonly<Record<string, string>>;
  /** Of an answer that was taken as a stream: when its first piece came, and how many there were. */
  readonly stream?: { readonly firstPieceMs?: number; readonly pieces: number };
  /** Why there was no answer, or not all of it. */
  readonly problem?: string;
}

export interface InvokeOptions {
  /** As InvokeEndpointWithResponseStream: takes each piece of a good answer as it comes, and the service waits longer. */
  readonly onPiece?: (piece: Buffer) => void;
}

const isGood = (status: number): boolean => status >= 200 && status < 300;

export const succeeded = ({ status }: Pick<Invocation, 'status'>): boolean => isGood(status);

/** One request as the service sends it, with its time-outs. */
export async function invoke(url: string, payload: Payload, signal: AbortSignal, { onPiece }: InvokeOptions = {}): Promise<Invocation> {
  const { name, body, contentType, accept, headers } = payload;
  const asked = { payload: name, contentType, accept };
  const startedAt = performance.now();
  const pieces: Buffer[] = [];
  let status = 0;
  let firstPieceMs: number | undefined;
  const seen = () => ({ ...(onPiece && { stream: { firstPieceMs, pieces: pieces.length } }) });
  try {
    const answer = await sendRequest({
      url: `${url}${ROUTES.invocations}`,
      method: 'POST',
      headers: { 'Content-Type': contentType, 'Accept': accept, ...headers, ...DECOY_HEADERS },
      body,
      acceptWithinMs: ACCEPT_TIMEOUT_MS,
      timeoutMs: onPiece ? STREAMED_INVOCATION_TIMEOUT_MS : INVOCATION_TIMEOUT_MS,
      signal,
      onAnswer: (told) => { status = told; },
      onChunk: (piece) => {
        firstPieceMs ??= performance.now() - startedAt;
        pieces.push(piece);
        if (isGood(status)) onPiece?.(piece);
      },
    });
    const { 'Content-Type': responseType, ...returned } = returnedHeaders(answer.headers);
    const done = { ...asked, ...seen(), status, latencyMs: answer.durationMs, responseType, returned, body: answer.body };
    return succeeded(done) ? { ...done, predictions: countPredictions(responseType, answer.body.toString('utf8')) } : done;
  } catch (error) {
    signal.throwIfAborted();
    const latencyMs = performance.now() - startedAt;
    return { ...asked, ...seen(), status: 0, latencyMs, body: Buffer.concat(pieces), problem: whyNoAnswer(error) };
  }
}

function whyNoAnswer(error: unknown): string {
  if (error instanceof HttpTimeout) return error.message;
  return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ? 'nothing listens there' : (error as Error).message;
}

/** What a caller of the API gets instead of a prediction; undefined where there is one. */
export function callerError(invocation: Invocation): Readonly<Record<string, string | number>> | undefined {
  const { status, problem, body, stream } = invocation;
  if (succeeded(invocation)) return undefined;
  // A stream that has begun cannot be taken back.
  if (problem !== undefined && stream && stream.pieces > 0) return { ErrorCode: 'ModelStreamError', Message: problem };
  return modelError(status, problem ?? body.toString('utf8').trim()).body;
}

/** The same for people. */
export function describeFailure(invocation: Invocation): string {
  const { payload, status, problem, body } = invocation;
  const { ErrorCode } = callerError(invocation)!;
  if (ErrorCode === 'ModelStreamError') return `${payload}: the answer broke off: ${problem} (the caller would get ModelStreamError)`;
  if (problem) return `${payload}: ${problem} (the caller would get ModelError, OriginalStatusCode 0)`;
  return `${payload}: the container answered ${status} (the caller would get ${MODEL_ERROR.status} ModelError, OriginalStatusCode ${status}): ${body.toString('utf8').trim()}`;
}
