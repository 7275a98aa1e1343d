import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerBy } from './answer-invocation';
import type { InferenceDefinition } from './define-inference';
import { createInvocations } from './invocations';
import { LoadedModel } from './loaded-model';
import { createNegotiator } from './negotiate-content';
import { createPing } from './ping';
import { errorBody } from './refuse';
import { createRouter } from './routes';
import type { ServerSettings } from './server-settings';
import { Shutdown } from './shutdown';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { MEDIA_TYPE } from '../../contract/media-types';
import type { Log } from '../shared/log';
import { RuntimeError } from '../shared/runtime-error';

/**
 * Node's own values would cut off slow uploads of a batch (5 min) and close connections that the service is about to use
 * again (5 s). Headers may take longer than a connection stays open between requests, or Node counts the pause as slowness.
 * Unit: ms; 0 for no limit.
 */
const TIMEOUTS = { requestTimeout: 0, keepAliveTimeout: 75_000, headersTimeout: 80_000 };

/** What arrives is not HTTP, or ends in the middle. */
function refuseBroken(_error: Error, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy();
  const body = errorBody(new RuntimeError('SMA_RUN_HTTP'));
  const head = ['HTTP/1.1 400 Bad Request', 'Connection: close', `Content-Type: ${MEDIA_TYPE.json}`, `Content-Length: ${Buffer.byteLength(body)}`];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

export interface InferenceServer<M> {
  /** Not listening yet. */
  readonly server: Server;
  /** Requests are answered once it is set. */
  readonly model: LoadedModel<M>;
  readonly shutdown: Shutdown;
}

/**
 * The server of an inference container, apart from listening and from loading the model.
 * @throws RuntimeError SMA_RUN_NO_CODEC
 */
export function createInferenceServer<M>(
  definition: InferenceDefinition<M>, spec: AlgorithmSpec, settings: ServerSettings, log: Log,
): InferenceServer<M> {
  const model = new LoadedModel<M>();
  const server = createServer(TIMEOUTS);
  const shutdown = new Shutdown(server);
  server.on('request', createRouter({
    ping: createPing(() => model.isReady && !shutdown.isStopping),
    invocations: createInvocations({
      model,
      negotiate: createNegotiator(spec.inference, settings.defaultAccept),
      answer: answerBy(definition, spec),
      bodyMaxBytes: settings.bodyMaxBytes,
      log,
    }),
  }));
  server.on('clientError', refuseBroken);
  return { server, model, shutdown };
}
