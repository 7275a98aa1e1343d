/**
 * The address of `local:serve`: what SageMaker stands between a caller and a container. `/invocations` shows what the container
 * answers, for curl; `/endpoints/<name>/invocations` is the API InvokeEndpoint, for SDKs, and answers as that does.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { HttpTimeout, sendRequest, type HttpAnswer, type HttpRequest } from './http-client';
import { forwardedHeaders, modelError, returnedHeaders, tooLargeMessage, validationError, type ApiError } from './service-conditions';
import {
  ACCEPT_TIMEOUT_MS, INVOCATION_TIMEOUT_MS, INVOKE_ENDPOINT_PATH, PING_TIMEOUT_MS,
  REALTIME_PAYLOAD_MAX_BYTES, ROUTES, STREAMED_INVOCATION_TIMEOUT_MS,
} from '../../contract/container-http';
import { CliError } from '../cli-error';

export interface ServiceDoor {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on the loopback interface: a stable address that only this machine reaches, whatever the engine. */
export async function openDoor(port: number, target: URL): Promise<ServiceDoor> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => void answer(target, request, response).catch(() => response.destroy()));
  // A request may take as long as the service lets it.
  Object.assign(server, { requestTimeout: 0, timeout: 0 });
  server.on('connection', (socket) => sockets.add(socket) && socket.once('close', () => sockets.delete(socket)));
  server.on('upgrade', (request, socket, head) => upgrade(target, request, socket as Socket, head));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      sockets.forEach((socket) => socket.destroy());
    }),
  };
}

/** A door on the wanted port; on a free one when the default is taken and nobody asked for it. */
export async function openDoorOn(wanted: number | undefined, fallback: number, target: URL): Promise<ServiceDoor> {
  try {
    return await openDoor(wanted ?? fallback, target);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (wanted === undefined) return openDoor(0, target);
    throw new CliError('SMA_CLI_PORT', {
      what: `--port ${wanted} cannot be listened on (${code}).`,
      why: 'another program uses the port, or it needs more rights',
      fix: 'leave --port out to get a free one, or name another',
      cause,
    });
  }
}

async function answer(target: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/';
  const body = await bodyOf(request);
  if (INVOKE_ENDPOINT_PATH.test(path)) return invokeEndpoint(target, request, response, body);
  if (body === undefined) return sendError(response, validationError(tooLargeMessage), 413);
  const isInvocation = path === ROUTES.invocations;
  const limits = path === ROUTES.ping ? { timeoutMs: PING_TIMEOUT_MS }
    : { timeoutMs: STREAMED_INVOCATION_TIMEOUT_MS, ...(isInvocation && { answerWithinMs: INVOCATION_TIMEOUT_MS }) };
  try {
    await ask(target, isInvocation ? ROUTES.invocations : path, request, response, {
      body, ...limits,
      onAnswer: (status, headers) => response.writeHead(status, isInvocation ? returnedHeaders(headers) : endToEnd(headers)),
      onChunk: (chunk) => response.write(chunk),
    });
    response.end();
  } catch (error) {
    if (!(error instanceof HttpTimeout) || response.headersSent) throw error;
    sendError(response, modelError(0, error.message), 504);
  }
}

/** The whole answer is there before the caller gets any of it, as with the API. */
async function invokeEndpoint(target: URL, request: IncomingMessage, response: ServerResponse, body: Buffer | undefined): Promise<void> {
  if (request.method !== 'POST' || body === undefined) {
    return sendError(response, validationError(body === undefined ? tooLargeMessage : 'InvokeEndpoint is a POST'));
  }
  try {
    const asking = { body, timeoutMs: INVOCATION_TIMEOUT_MS };
    const { status, headers, body: predictions } = await ask(target, ROUTES.invocations, request, response, asking);
    if (status < 200 || status >= 300) return sendError(response, modelError(status, predictions.toString('utf8')));
    response.writeHead(200, { ...returnedHeaders(headers), 'x-Amzn-Invoked-Production-Variant': 'AllTraffic' }).end(predictions);
  } catch (error) {
    sendError(response, modelError(0, (error as Error).message));
  }
}

type Asking = Pick<HttpRequest, 'timeoutMs' | 'answerWithinMs' | 'onAnswer' | 'onChunk'> & { readonly body: Buffer };

function ask(
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

/** Undefined where it is larger than the service takes; it is read to its end all the same, so that its sender hears why. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.byteLength;
    if (size <= REALTIME_PAYLOAD_MAX_BYTES) pieces.push(piece);
    else pieces.length = 0;
  }
  return size <= REALTIME_PAYLOAD_MAX_BYTES ? Buffer.concat(pieces) : undefined;
}

function sendError(response: ServerResponse, error: ApiError, status: number = error.status): void {
  const { type, body } = error;
  response.writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-errortype': type }).end(JSON.stringify(body));
}

/** Of routes that callers of an endpoint do not reach; headers of one connection stay there. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'upgrade'];
const endToEnd = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' && !HOP_BY_HOP.includes(name) ? [[name, value]] : [])));

/** Streams in both directions are handed on byte for byte. */
function upgrade(target: URL, { method, url, rawHeaders }: IncomingMessage, incoming: Socket, head: Buffer): void {
  const outgoing = connect({ host: target.hostname, port: Number(target.port) });
  const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
  outgoing.write(`${[`${method} ${url} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
  outgoing.write(head);
  for (const [from, to] of [[incoming, outgoing], [outgoing, incoming]] as const) from.on('error', () => to.destroy()).pipe(to);
}
