import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { sendRequest, type HttpAnswer, type HttpRequest } from './http-client';
import { forwardedHeaders } from './service-conditions';
import { ACCEPT_TIMEOUT_MS, ROUTES } from '../../contract/container-http';

/** What is asked, and how long it may take. */
export type Asking = Pick<HttpRequest, 'timeoutMs' | 'answerWithinMs' | 'onAnswer' | 'onChunk'> & { readonly body: Buffer };

/** Asks a container what a caller wants of it; when the caller leaves, the container hears it. */
export function askContainer(
  target: URL, path: string, request: IncomingMessage, response: ServerResponse, { body, ...asking }: Asking,
): Promise<HttpAnswer> {
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('the caller is gone')));
  const isInvocation = path === ROUTES.invocations;
  return sendRequest({
    url: new URL(path, target).href,
    method: request.method!,
    headers: isInvocation ? forwardedHeaders(request.headers) : endToEnd(request.headers),
    acceptWithinMs: ACCEPT_TIMEOUT_MS,
    signal: gone.signal,
    ...asking,
    ...((body.byteLength > 0 || request.method === 'POST') && { body }),
  });
}

/** Of routes that callers of an endpoint do not reach; headers of one connection stay there. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'upgrade'];
export const endToEnd = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' && !HOP_BY_HOP.includes(name) ? [[name, value]] : [])));
