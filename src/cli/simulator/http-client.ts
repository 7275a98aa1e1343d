import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes go with their length, what can be iterated goes in chunks. */
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
  /** Takes each piece of the answer as it arrives. */
  readonly onChunk?: (chunk: Buffer) => void;
  /** Learns status and headers before the first piece. */
  readonly onAnswer?: (status: number, headers: IncomingHttpHeaders) => void;
  /** From the start of the request to the end of the answer. Unit: ms. */
  readonly timeoutMs: number;
  /** From there to the beginning of the answer. Unit: ms. @default timeoutMs */
  readonly answerWithinMs?: number;
  /** From there to the connection. Unit: ms. @default timeoutMs */
  readonly acceptWithinMs?: number;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly durationMs: number;
}

/** No answer within the time. */
export class HttpTimeout extends Error {
  constructor(readonly timeoutMs: number, what = 'complete answer') {
    super(`no ${what} within ${timeoutMs / 1_000} s`);
    this.name = 'HttpTimeout';
  }
}

/** One request with exactly these headers: the service passes on hardly any, and `fetch` adds its own. */
export function sendRequest(
  { url, method, headers, body, onAnswer, onChunk, timeoutMs, answerWithinMs = timeoutMs, acceptWithinMs = timeoutMs, signal }: HttpRequest,
): Promise<HttpAnswer> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      method,
      agent: false,
      headers: { ...headers, ...(body instanceof Uint8Array && { 'Content-Length': String(body.byteLength) }) },
      ...(signal && { signal }),
    });
    const limit = (milliseconds: number, what?: string) =>
      setTimeout(() => request.destroy(new HttpTimeout(milliseconds, what)), milliseconds);
    const timer = limit(timeoutMs);
    const untilAnswer = limit(answerWithinMs, answerWithinMs < timeoutMs ? 'answer' : undefined);
    const untilAccepted = limit(acceptWithinMs, acceptWithinMs < timeoutMs ? 'connection' : undefined);
    request.once('socket', (socket) => socket.once('connect', () => clearTimeout(untilAccepted)));
    const clear = () => [timer, untilAnswer, untilAccepted].forEach(clearTimeout);
    // The request itself only tells that it was cut short.
    let bodyError: Error | undefined;
    const fail = (error: Error) => {
      clear();
      reject(signal?.aborted ? signal.reason : bodyError ?? error);
    };
    request.once('error', fail);
    request.once('response', (response) => {
      clearTimeout(untilAnswer);
      onAnswer?.(response.statusCode!, response.headers);
      const received: Buffer[] = [];
      response.on('data', (chunk: Buffer) => {
        received.push(chunk);
        onChunk?.(chunk);
      });
      response.once('error', fail);
      response.once('end', () => {
        clear();
        const { statusCode, headers: responseHeaders } = response;
        const durationMs = performance.now() - startedAt;
        resolve({ status: statusCode!, headers: responseHeaders, body: Buffer.concat(received), durationMs });
      });
    });
    if (body === undefined || body instanceof Uint8Array) {
      request.end(body);
    } else {
      const bytes = Readable.from(watched(body, (error) => { bodyError = error; }));
      pipeline(bytes, request).catch((error: Error) => request.destroy(error));
    }
  });
}

async function* watched(bytes: AsyncIterable<Uint8Array>, onError: (error: Error) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    onError(error as Error);
    throw error;
  }
}
