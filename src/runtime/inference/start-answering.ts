import { Backlog } from './backlog';
import { inlineAnswering } from './inline-answering';
import { loadAnswering } from './load-answering';
import type { LoadInference } from './load-inference';
import type { LoadedModel } from './loaded-model';
import { programFile } from './program-file';
import type { ServerSettings } from './server-settings';
import { WorkerPool } from './workers/worker-pool';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { INVOCATION_TIMEOUT_MS, STREAMED_INVOCATION_TIMEOUT_MS } from '../../contract/container-http';
import { QUEUE_DEFAULT_MAX, QUEUE_MAX_BYTES } from '../../contract/serving-limits';
import { readLimits } from '../shared/limits';
import type { Log } from '../shared/log';

const MIB = 1024 * 1024;

/** Of the container's memory; the rest is for the main thread, bodies and what is outside of JavaScript's heap. */
const HEAPS_SHARE = 0.75;

/** What is known when a server starts to load its model. */
export interface StartOptions<M> {
  readonly load: LoadInference<M>;
  readonly spec: AlgorithmSpec;
  readonly settings: ServerSettings;
  readonly log: Log;
  /** For what is known of the model before it is loaded. */
  readonly modelLog: Log;
  /** Processes that serve together, of which this is one. */
  readonly processes: number;
  /** Takes finished lines of other threads' logs. */
  readonly write: (text: string) => void;
  /** Aborts when the container is asked to stop. */
  readonly signal: AbortSignal;
  /** JavaScript's heap in each worker; a share of the container's memory when absent. Unit: MiB */
  readonly heapMaxMb?: number;
  /** Nothing can be answered any more; the log has the reason. */
  readonly broken: (exitCode: number) => void;
}

/** Time for an answer: what the environment says, else the definition, else as long as the service waits. */
function timeoutMsOf({ inference }: AlgorithmSpec, { timeoutSeconds, isBatch }: ServerSettings): number | undefined {
  const seconds = timeoutSeconds ?? inference.timeoutSeconds;
  if (seconds !== undefined) return seconds * 1000;
  // A batch transform job sets the time itself, and does not tell the container.
  if (isBatch) return undefined;
  return inference.streaming ? STREAMED_INVOCATION_TIMEOUT_MS : INVOCATION_TIMEOUT_MS;
}

/** Loads the model in this thread. */
async function startInline<M>(model: LoadedModel, options: StartOptions<M>): Promise<string> {
  const { load, spec, settings, log, modelLog, processes, signal } = options;
  const { batching, queueMax = QUEUE_DEFAULT_MAX } = spec.inference;
  const loaded = await loadAnswering({ load, spec, log, modelLog, batching, signal });
  if (!loaded) return '';
  const backlog = new Backlog(Math.ceil(queueMax / processes), QUEUE_MAX_BYTES / processes);
  model.admit = (bytes) => backlog.admit(bytes);
  model.occupancy = () => ({ workers: 0, busy: backlog.size, queued: 0, replaced: 0, refused: backlog.refused });
  model.byRecord = loaded.byRecord;
  model.answer = inlineAnswering(loaded.answer, backlog, timeoutMsOf(spec, settings));
  return processes > 1 ? `, ${processes} processes` : '';
}

/** CPUs of which a worker can have one for itself. */
const wholeCpus = (): number => Math.max(1, Math.floor(readLimits().cpus));

/** Loads the model in worker threads. */
async function startWorkers<M>(
  model: LoadedModel, count: number, { spec, settings, log, write, signal, heapMaxMb, broken }: StartOptions<M>,
): Promise<string> {
  const { batching, queueMax = QUEUE_DEFAULT_MAX } = spec.inference;
  const pool = new WorkerPool({
    program: programFile(),
    workers: count,
    heapMaxMb: heapMaxMb ?? Math.floor(readLimits().memoryBytes * HEAPS_SHARE / count / MIB),
    queueMax,
    batching,
    timeoutMs: timeoutMsOf(spec, settings),
    write,
    log,
    broken,
  });
  signal.addEventListener('abort', () => pool.stop(), { once: true });
  model.occupancy = () => pool.occupancy();
  const { byRecord } = await pool.start();
  model.admit = (bytes) => pool.admit(bytes);
  model.byRecord = byRecord;
  model.answer = (request, caller, place) => pool.answer(request, caller, place);
  return `, ${count} worker${count === 1 ? '' : 's'}`;
}

/**
 * Loads module and model where the definition wants them: here, or in worker threads.
 * @returns what the log should say of it beside the time
 * @throws RuntimeError, LoadFailure, or whatever the user's code throws
 */
export function startAnswering<M>(model: LoadedModel, options: StartOptions<M>): Promise<string> {
  const { spec, settings } = options;
  const { concurrency = { kind: 'workers' } } = spec.inference;
  if (concurrency.kind === 'inline') return startInline(model, options);
  return startWorkers(model, settings.workers ?? concurrency.count ?? wholeCpus(), options);
}
