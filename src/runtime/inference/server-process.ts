import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createInferenceServer, type InferenceServer } from './inference-server';
import type { LoadInference } from './load-inference';
import { exitCodeOf, ProcessOwner, type ProcessLimits } from './process-owner';
import type { Sibling } from './processes/sibling';
import type { CreateMetrics } from './server-metrics';
import { readServerSettings, type ServerSettings } from './server-settings';
import { startAnswering } from './start-answering';
import { LoadFailure } from './workers/thread-crew';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { EXIT_CODE } from '../../contract/job-outcome';
import type { Log } from '../shared/log';
import { OWN_NAME } from '../shared/own-version';

/** All interfaces: the service connects from outside the container. */
const HOST = '0.0.0.0';

/** Since Node's start, whose clock needs no module. Unit: s */
const now = (): number => process.uptime();

/** What a server process is given beside the algorithm. */
export interface ServerOptions {
  /** Takes finished lines of the log. */
  readonly write: (text: string) => void;
  readonly log: Log;
  /** Absent: there is no `/metrics`. */
  readonly metrics?: CreateMetrics;
  /** Present where several processes serve together. */
  readonly sibling?: Sibling;
}

/** Owns the process of one server. */
export class ServerProcess<M> extends ProcessOwner {
  private running: InferenceServer | undefined;
  /** For what is said once, however many processes serve. */
  private readonly spokesman: Log;
  /** Of what has gone wrong, and is being told to the first process: whatever ends meanwhile ends with it, too. */
  private failedWith: number | undefined;

  constructor(limits: ProcessLimits, private readonly options: ServerOptions) {
    super(limits, options.log);
    const { log, sibling } = options;
    sibling?.onStop(() => this.askedToStop('SIGTERM'));
    this.spokesman = sibling && sibling.role !== 'spokesman' ? { ...log, info: log.debug } : log;
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

  protected override fail(message: string, error: unknown): void {
    const { sibling } = this.options;
    if (!sibling) {
      super.fail(message, error);
      return;
    }
    const exitCode = this.failedWith ??= exitCodeOf(error);
    void sibling.failed(message, error, exitCode).then((isHeard) => {
      if (!isHeard) this.log.error(message, error);
      this.end(exitCode);
    });
  }

  protected override end(exitCode: number): void {
    super.end(this.failedWith ?? exitCode);
  }

  protected async stopServing(signal: NodeJS.Signals): Promise<void> {
    const drained = this.running?.shutdown.drain(this.limits.graceMs - this.limits.marginMs);
    const { sibling } = this.options;
    if (sibling) sibling.closed();
    else this.tellStop(signal);
    const unanswered = await drained ?? 0;
    if (unanswered > 0) this.log.error(`${unanswered} requests were left unanswered when the time was up`);
    this.end(unanswered > 0 ? EXIT_CODE.algorithmError : EXIT_CODE.ok);
  }

  private async start(load: LoadInference<M>, spec: AlgorithmSpec): Promise<void> {
    const { log, spokesman, options: { sibling } } = this;
    const settings = readServerSettings(process.env);
    const { model } = this.running = createInferenceServer(spec, settings, log, this.options.metrics, sibling);
    // Listening comes first, so that /ping can tell "loading" from "broken". Whoever takes another's place leaves that to the others.
    const listensLate = sibling?.role === 'replacement';
    if (!listensLate) {
      const port = await this.listen(settings);
      const version = spec.version === undefined ? '' : ` ${spec.version}`;
      spokesman.info(`${OWN_NAME} serves ${spec.name}${version} with Node ${process.version} on ${HOST}:${port}; the model is loading`);
    }
    const startedAt = now();
    const progress = setInterval(() => spokesman.info(`the model is loading, ${Math.round(now() - startedAt)} s`), this.limits.progressMs).unref();
    try {
      const { stop: { signal }, limits: { heapMaxMb }, options: { write } } = this;
      const detail = await startAnswering(model, {
        load,
        spec,
        settings,
        log,
        modelLog: spokesman,
        processes: sibling?.count ?? 1,
        write,
        signal,
        heapMaxMb,
        broken: (exitCode) => this.end(exitCode),
      });
      if (!model.isReady) return;
      await sibling?.ready();
      if (listensLate) await this.listen(settings);
      sibling?.serving();
      spokesman.info(`ready; loading took ${Math.round((now() - startedAt) * 1000)} ms${detail}`);
    } finally {
      clearInterval(progress);
    }
  }

  /** @returns the port, which the system may have chosen */
  private async listen({ port }: ServerSettings): Promise<number> {
    const { server } = this.running!;
    if (this.stop.signal.aborted) return port;
    await once(server.listen(port, HOST), 'listening');
    return (server.address() as AddressInfo).port;
  }
}
