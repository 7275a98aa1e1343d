import { createServer, maxHeaderSize, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createExecutionParameters } from './execution-parameters';
import { createInvocations } from './invocations';
import { LoadedModel } from './loaded-model';
import { createNegotiator } from './negotiate-content';
import { createPing } from './ping';
import type { Sibling } from './processes/sibling';
import { refuseConnection } from './refuse';
import { createRouter } from './routes';
import { counted, createMetricsRoute, type CreateMetrics } from './server-metrics';
import type { ServerSettings } from './server-settings';
import { Shutdown } from './shutdown';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import type { Log } from '../shared/log';
import { RuntimeError } from '../shared/runtime-error';

/**
 * Node's own values would cut off slow uploads of a batch (5 min) and close connections that the service is about to use
 * again (5 s). Headers may take longer than a connection stays open between requests, or Node counts the pause as slowness.
 * Unit: ms; 0 for no limit.
 */
const TIMEOUTS = { requestTimeout: 0, keepAliveTimeout: 75_000, headersTimeout: 80_000 };

/** What arrives is not HTTP, ends in the middle, or has no end to its headers. */
function refuseBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  refuseConnection(socket, tooLarge ? new RuntimeError('SMA_RUN_HEADERS', String(maxHeaderSize)) : new RuntimeError('SMA_RUN_HTTP'));
}

export interface InferenceServer {
  /** Not listening yet. */
  readonly server: Server;
  /** Requests are answered once it has its answer. */
  readonly model: LoadedModel;
  readonly shutdown: Shutdown;
}

/**
 * The server of an inference container, apart from listening and from loading the user's module and its model.
 * @param createMetrics absent: there is no `/metrics`
 * @param sibling present where several processes serve together
 */
export function createInferenceServer(
  spec: AlgorithmSpec, settings: ServerSettings, log: Log, createMetrics?: CreateMetrics, sibling?: Sibling,
): InferenceServer {
  const model = new LoadedModel();
  // Nothing here depends on the name of the host, and Node would refuse a request without one in its own words.
  const server = createServer({ ...TIMEOUTS, requireHostHeader: false });
  const shutdown = new Shutdown(server);
  // Each process that has taken another's place counts itself.
  const metrics = createMetrics?.(() => model.occupancy && { ...model.occupancy(), ...sibling?.isLater && { replaced: 1 } });
  if (metrics) sibling?.share(() => metrics.snapshot());
  const answer = createInvocations({
    model,
    negotiate: createNegotiator(spec.inference, settings.defaultAccept),
    bodyMaxBytes: settings.bodyMaxBytes,
    isMetered: spec.inference.metering !== undefined,
    log,
  });
  const invocations: typeof answer = sibling ? (req, res) => {
    sibling.used();
    answer(req, res);
  } : answer;
  const { executionParameters } = spec.inference;
  const route = createRouter({
    ping: createPing(() => model.isReady && sibling?.isReleased !== false && !shutdown.isStopping),
    invocations: metrics ? counted(invocations, metrics) : invocations,
    executionParameters: executionParameters && createExecutionParameters(executionParameters),
    metrics: metrics && createMetricsRoute(metrics, sibling && (() => sibling.gather())),
  });
  server.on('request', (req, res) => {
    shutdown.began(req, res);
    route(req, res);
  });
  server.on('clientError', refuseBroken);
  return { server, model, shutdown };
}
