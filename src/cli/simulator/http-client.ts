import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** From the start of the request to the end of the answer. Unit: ms. */
  readonly timeoutMs: number;
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
  constructor(readonly timeoutMs: number) {
    super(`no complete answer within ${timeoutMs / 1_000} s`);
    this.name = 'HttpTimeout';
  }
}

/** One request with exactly these headers: the service passes on hardly any, and `fetch` adds its own. */
export function sendRequest({ url, method, headers, body, timeoutMs, signal }: HttpRequest): Promise<HttpAnswer> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      method,
      agent: false,
      headers: { ...headers, ...(body && { 'Content-Length': String(body.byteLength) }) },
      ...(signal && { signal }),
    });
    const timer = setTimeout(() => request.destroy(new HttpTimeout(timeoutMs)), timeoutMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(signal?.aborted ? signal.reason : error);
    };
    request.once('error', fail);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', fail);
      response.once('end', () => {
        clearTimeout(timer);
        const { statusCode, headers: responseHeaders } = response;
        resolve({ status: statusCode!, headers: responseHeaders, body: Buffer.concat(chunks), durationMs: performance.now() - startedAt });
      });
    });
    request.end(body);
  });
}
