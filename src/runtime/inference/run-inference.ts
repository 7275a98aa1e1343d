import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { answeringBy, isByRecord } from './answering';
import { createInferenceServer, type InferenceServer } from './inference-server';
import { loadInference, type LoadInference } from './load-inference';
import { createModelFiles } from './model-files';
import { readManifest } from './read-manifest';
import { readServerSettings } from './server-settings';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { CONTAINER_ENV } from '../../contract/container-env';
import { SERVE_STOP_GRACE_MS } from '../../contract/container-http';
import { EXIT_CODE } from '../../contract/job-outcome';
import { pathsFromEnvironment } from '../shared/base-folder';
import { createLog, type Log } from '../shared/log';
import { OWN_NAME } from '../shared/own-version';
import { flushAndExit, ignoreClosedOutput, onStopSignal, onUncaught } from '../shared/process-life';
import { RuntimeError } from '../shared/runtime-error';
import { isA } from '../shared/unknown-error';
import { vaultFromEnvironment } from '../shared/vault';

/** All interfaces: the service connects from outside the container. */
const HOST = '0.0.0.0';

/** Kept of the grace time for the end of the log. Unit: ms */
const STOP_MARGIN_MS = 5_000;

/** Owns the process of one server. */
class InferenceProcess<M> {
  private readonly stop = new AbortController();
  private running: InferenceServer | undefined;
  private ended = false;

  constructor(private readonly graceMs: number, private readonly marginMs: number, private readonly log: Log) {}

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
      if (!this.stop.signal.aborted) this.fail('the server cannot start', error);
    }
  }

  private async start(load: LoadInference<M>, spec: AlgorithmSpec): Promise<void> {
    const { log } = this;
    const settings = readServerSettings(process.env);
    const { server, model } = this.running = createInferenceServer(spec, settings, log);
    // Listening comes first, so that /ping can tell "loading" from "broken".
    await once(server.listen(settings.port, HOST), 'listening');
    const { port } = server.address() as AddressInfo;
    const version = spec.version === undefined ? '' : ` ${spec.version}`;
    log.info(`${OWN_NAME} serves ${spec.name}${version} with Node ${process.version} on ${HOST}:${port}; the model is loading`);
    const startedAt = performance.now();
    const { model: folder } = pathsFromEnvironment(process.env);
    const vault = vaultFromEnvironment(spec.encryption, process.env);
    vault.open();
    const manifest = readManifest(folder, spec, log);
    const definition = await loadInference(load);
    const answerWith = answeringBy(definition, spec, log);
    if (this.stop.signal.aborted) return;
    model.byRecord = isByRecord(definition);
    model.answer = answerWith(await definition.loadModel(createModelFiles(folder, vault, manifest), { log, signal: this.stop.signal }));
    log.info(`ready; loading took ${Math.round(performance.now() - startedAt)} ms`);
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
    void flushAndExit(exitCode, this.marginMs / 2);
  }

  private async stopServing(name: NodeJS.Signals): Promise<void> {
    if (this.stop.signal.aborted) return;
    this.stop.abort();
    const drained = this.running?.shutdown.drain(this.graceMs - this.marginMs);
    this.log.info(`${name}: the server takes no new connections, finishes the requests that it has and stops`);
    const unanswered = await drained ?? 0;
    if (unanswered > 0) this.log.error(`${unanswered} requests were left unanswered when the time was up`);
    this.end(unanswered > 0 ? EXIT_CODE.algorithmError : EXIT_CODE.ok);
  }
}

/**
 * {@link runInference} with times of its own.
 * @param graceMs time between SIGTERM and SIGKILL. Unit: ms
 * @param marginMs part of it that is kept for the end. Unit: ms
 */
export async function runInferenceWithin<M>(
  graceMs: number, marginMs: number, load: LoadInference<M>, spec: AlgorithmSpec,
): Promise<void> {
  const { [CONTAINER_ENV.logLevel]: level, [CONTAINER_ENV.logFormat]: format } = process.env;
  const log = createLog((text) => void process.stdout.write(text), level, format);
  const owner = new InferenceProcess<M>(graceMs, marginMs, log);
  owner.watch();
  await owner.serve(load, spec);
}

/**
 * Serves the model until the container is asked to stop, and ends the process. Called by the generated entry program, which
 * does nothing else. Signals are listened to and `/ping` is answered before `load` is called.
 * @param load imports `src/inference.ts`, whose default export is what `defineInference` or `defineRawInference` gave
 * @param spec what the algorithm declares; `algorithm` of the generated `src/algorithm.ts`
 */
export async function runInference<M>(load: LoadInference<M>, spec: AlgorithmSpec): Promise<void> {
  await runInferenceWithin(SERVE_STOP_GRACE_MS, STOP_MARGIN_MS, load, spec);
}
