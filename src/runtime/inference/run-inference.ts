import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createInferenceServer, type InferenceServer } from './inference-server';
import type { LoadInference } from './load-inference';
import type { CreateMetrics } from './server-metrics';
import { readServerSettings } from './server-settings';
import { startAnswering } from './start-answering';
import { LoadFailure } from './workers/thread-crew';
import { poolWorkerData, runWorker } from './workers/worker-program';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { CONTAINER_ENV } from '../../contract/container-env';
import { SERVE_STOP_GRACE_MS } from '../../contract/container-http';
import { EXIT_CODE } from '../../contract/job-outcome';
import { createLog, type Log } from '../shared/log';
import { OWN_NAME } from '../shared/own-version';
import { flushAndExit, ignoreClosedOutput, onStopSignal, onUncaught, writeOut } from '../shared/process-life';
import { RuntimeError } from '../shared/runtime-error';
import { isA } from '../shared/unknown-error';

/** All interfaces: the service connects from outside the container. */
const HOST = '0.0.0.0';

/** What holds for the process of one server, whatever the algorithm. */
export interface ProcessLimits {
  /** Time between SIGTERM and SIGKILL. Unit: ms */
  readonly graceMs: number;
  /** Part of the grace that is kept for the end of the log. Unit: ms */
  readonly marginMs: number;
  /** Time between two words in the log about a model that loads. Unit: ms */
  readonly progressMs: number;
  /** JavaScript's heap in each worker; a share of the container's memory when absent. Unit: MiB */
  readonly heapMaxMb?: number;
}

const LIMITS: ProcessLimits = { graceMs: SERVE_STOP_GRACE_MS, marginMs: 5_000, progressMs: 10_000 };

/** Since Node's start, whose clock needs no module. Unit: s */
const now = (): number => process.uptime();

/** What the entry program adds. */
export interface RunOptions {
  /** `prometheusMetrics` of `sm-algorithm/inference/metrics`; absent: there is no `/metrics`. */
  readonly metrics?: CreateMetrics;
}

/** Owns the process of one server. */
class InferenceProcess<M> {
  private readonly stop = new AbortController();
  private running: InferenceServer | undefined;
  private ended = false;

  constructor(
    private readonly limits: ProcessLimits,
    private readonly write: (text: string) => void,
    private readonly log: Log,
    private readonly options: RunOptions,
  ) {}

  watch(): void {
    ignoreClosedOutput();
    onStopSignal((name) => void this.stopServing(name));
    onUncaught((error, kind) => this.uncaught(error, kind));
  }

  async serve(load: LoadInference<M>, spec: AlgorithmSpec): Promise<void> {
    try {
      await this.start(load, spec);
    } catch (error) {
      // A model that gives up loading because of SIGTERM has not failed.
      if (this.stop.signal.aborted) return;
      if (error instanceof LoadFailure) this.end(error.exitCode);
      else this.fail('the server cannot start', error);
    }
  }

  private async start(load: LoadInference<M>, spec: AlgorithmSpec): Promise<void> {
    const { log } = this;
    const settings = readServerSettings(process.env);
    const { server, model } = this.running = createInferenceServer(spec, settings, log, this.options.metrics);
    // Listening comes first, so that /ping can tell "loading" from "broken".
    await once(server.listen(settings.port, HOST), 'listening');
    const { port } = server.address() as AddressInfo;
    const version = spec.version === undefined ? '' : ` ${spec.version}`;
    log.info(`${OWN_NAME} serves ${spec.name}${version} with Node ${process.version} on ${HOST}:${port}; the model is loading`);
    const startedAt = now();
    const progress = setInterval(() => log.info(`the model is loading, ${Math.round(now() - startedAt)} s`), this.limits.progressMs).unref();
    try {
      const { write, stop: { signal }, limits: { heapMaxMb } } = this;
      const detail = await startAnswering(model, {
        load, spec, settings, log, write, signal, heapMaxMb, broken: (exitCode) => this.end(exitCode),
      });
      if (model.isReady) log.info(`ready; loading took ${Math.round((now() - startedAt) * 1000)} ms${detail}`);
    } finally {
      clearInterval(progress);
    }
  }

  private uncaught(error: unknown, kind: 'exception' | 'rejection'): void {
    // A promise that nobody awaits, say of a prediction whose caller has gone, must not take the other requests with it.
    if (kind === 'rejection') this.log.error('a promise was rejected and nobody awaited it', error);
    else this.fail('an exception reached the top of the program', error);
  }

  private fail(message: string, error: unknown): void {
    this.log.error(message, error);
    this.end(isA(error, RuntimeError) ? error.exitCode : EXIT_CODE.algorithmError);
  }

  private end(exitCode: number): void {
    if (this.ended) return;
    this.ended = true;
    void flushAndExit(exitCode, this.limits.marginMs / 2);
  }

  private async stopServing(name: NodeJS.Signals): Promise<void> {
    if (this.stop.signal.aborted) return;
    this.stop.abort();
    const drained = this.running?.shutdown.drain(this.limits.graceMs - this.limits.marginMs);
    this.log.info(`${name}: the server takes no new connections, finishes the requests that it has and stops`);
    const unanswered = await drained ?? 0;
    if (unanswered > 0) this.log.error(`${unanswered} requests were left unanswered when the time was up`);
    this.end(unanswered > 0 ? EXIT_CODE.algorithmError : EXIT_CODE.ok);
  }
}

/** {@link runInference} with limits of its own. */
export async function runInferenceWithin<M>(
  limits: Partial<ProcessLimits>, load: LoadInference<M>, spec: AlgorithmSpec, options: RunOptions = {},
): Promise<void> {
  const worker = poolWorkerData();
  if (worker) return runWorker(worker, load, spec);
  const { [CONTAINER_ENV.logLevel]: level, [CONTAINER_ENV.logFormat]: format } = process.env;
  const owner = new InferenceProcess<M>({ ...LIMITS, ...limits }, writeOut, createLog(writeOut, level, format), options);
  owner.watch();
  await owner.serve(load, spec);
}

/**
 * Serves the model until the container is asked to stop, and ends the process. Called by the generated entry program, which
 * does nothing else: worker threads run the same program. Signals are listened to and `/ping` is answered before `load` is called.
 * @param load imports `src/inference.ts`, whose default export is what `defineInference` or `defineRawInference` gave
 * @param spec what the algorithm declares; `algorithm` of the generated `src/algorithm.ts`
 */
export async function runInference<M>(load: LoadInference<M>, spec: AlgorithmSpec, options: RunOptions = {}): Promise<void> {
  await runInferenceWithin({}, load, spec, options);
}
