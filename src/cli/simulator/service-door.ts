/**
 * The address of `local:serve`: what SageMaker stands between a caller and a container. `/invocations` shows what the container
 * answers, for curl; `/endpoints/<name>/invocations` is the API InvokeEndpoint, for SDKs, and answers as that does; so is
 * `/endpoints/<name>/invocations-response-stream`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { askContainer, endToEnd } from './ask-container';
import { HttpTimeout } from './http-client';
import { apiOf, sendError } from './invoke-endpoint';
import { modelError, returnedHeaders, tooLargeMessage, validationError } from './service-conditions';
import {
  INVOCATION_TIMEOUT_MS, PING_TIMEOUT_MS, REALTIME_PAYLOAD_MAX_BYTES, ROUTES, STREAMED_INVOCATION_TIMEOUT_MS,
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
  const api = apiOf(path);
  if (body === undefined) return sendError(response, validationError(tooLargeMessage), api ? undefined : 413);
  if (api) return request.method === 'POST' ? api(target, request, response, body) : sendError(response, validationError('an endpoint is invoked by a POST'));
  const isInvocation = path === ROUTES.invocations;
  const limits = path === ROUTES.ping ? { timeoutMs: PING_TIMEOUT_MS }
    : { timeoutMs: STREAMED_INVOCATION_TIMEOUT_MS, ...(isInvocation && { answerWithinMs: INVOCATION_TIMEOUT_MS }) };
  try {
    await askContainer(target, isInvocation ? ROUTES.invocations : path, request, response, {
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

/** Streams in both directions are handed on byte for byte. */
function upgrade(target: URL, { method, url, rawHeaders }: IncomingMessage, incoming: Socket, head: Buffer): void {
  const outgoing = connect({ host: target.hostname, port: Number(target.port) });
  const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
  outgoing.write(`${[`${method} ${url} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
  outgoing.write(head);
  for (const [from, to] of [[incoming, outgoing], [outgoing, incoming]] as const) from.on('error', () => to.destroy()).pipe(to);
}
