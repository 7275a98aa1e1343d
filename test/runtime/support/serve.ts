import { once } from 'node:events';
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { SPEC } from './spec';
import type { AlgorithmSpec } from '../../../src/contract/algorithm-spec';
import type { CreateMetrics, InferenceDefinition } from '../../../src/runtime/inference';
import { answeringBy, isByRecord } from '../../../src/runtime/inference/answering';
import { createInferenceServer, type InferenceServer } from '../../../src/runtime/inference/inference-server';
import { createLog } from '../../../src/runtime/shared/log';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
  readonly agent?: Agent;
}

/** One HTTP request; without an agent on a connection of its own. */
export async function call(port: number, path: string, { method = 'GET', headers, body, agent }: Call = {}): Promise<Reply> {
  const req = request({ port, host: '127.0.0.1', path, method, headers, agent: agent ?? false });
  req.end(body);
  const [res] = await once(req, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of res) chunks.push(chunk as Buffer);
  return { status: res.statusCode, headers: res.headers, body: Buffer.concat(chunks).toString() };
}

/** Sends bytes as they are, reads until the server closes. */
export async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => void (text += part));
  await once(socket, 'close');
  return text;
}

export interface Serving<M> extends InferenceServer {
  readonly port: number;
  /** Takes the model as loaded. */
  load(model: M): void;
  log(): string;
  ping(): Promise<Reply>;
  invoke(body: string | Uint8Array, headers?: Record<string, string>): Promise<Reply>;
}

interface Options<M> {
  readonly spec?: Partial<AlgorithmSpec['inference']>;
  readonly bodyMaxBytes?: number;
  readonly createMetrics?: CreateMetrics;
  /** Whether it serves a batch transform job. */
  readonly isBatch?: boolean;
  /** Left out: the model stays unloaded. */
  readonly model?: M;
}

/** A server in this process, on a port of its own, with a loaded model. */
export async function serve<M>(definition: InferenceDefinition<M>, options: Options<M> = {}): Promise<Serving<M>> {
  const { spec, bodyMaxBytes = 1024 * 1024, isBatch = false, model } = options;
  const algorithm = { ...SPEC, inference: { ...SPEC.inference, ...spec } };
  let log = '';
  const written = createLog((text) => void (log += text), 'debug');
  const inference = createInferenceServer(algorithm, { port: 0, bodyMaxBytes, defaultAccept: undefined }, written, options.createMetrics);
  const answerWith = answeringBy(definition, algorithm, written, isBatch);
  const load = (value: M): void => void (inference.model.answer = answerWith(value));
  inference.model.byRecord = isByRecord(definition);
  if (model !== undefined) load(model);
  await once(inference.server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => inference.server.closeAllConnections());
  onTestFinished(() => void inference.server.close());
  const { port } = inference.server.address() as AddressInfo;
  return {
    ...inference,
    port,
    load,
    log: () => log,
    ping: () => call(port, '/ping'),
    invoke: (body, headers) => call(port, '/invocations', { method: 'POST', headers, body }),
  };
}
