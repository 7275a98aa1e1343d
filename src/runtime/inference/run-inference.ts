import type { LoadInference } from './load-inference';
import { PROCESS_LIMITS, type ProcessLimits } from './process-owner';
import { ProcessCrew } from './processes/process-crew';
import { siblingOfThisProcess } from './processes/sibling';
import type { CreateMetrics } from './server-metrics';
import { ServerProcess } from './server-process';
import { readServerSettings } from './server-settings';
import { poolWorkerData, runWorker } from './workers/worker-program';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { CONTAINER_ENV } from '../../contract/container-env';
import { PROCESSES_DEFAULT } from '../../contract/serving-limits';
import { createLog } from '../shared/log';
import { writeOut } from '../shared/process-life';
import { attempt } from '../shared/unknown-error';

/** What the entry program adds. */
export interface RunOptions {
  /** `prometheusMetrics` of `sm-algorithm/inference/metrics`; absent: there is no `/metrics`. */
  readonly metrics?: CreateMetrics;
}

/** How many processes serve. What is wrong with the environment is told by the one that starts then. */
function processCount({ inference: { concurrency } }: AlgorithmSpec): number {
  if (concurrency?.kind !== 'inline') return 1;
  return attempt(() => readServerSettings(process.env))?.workers ?? concurrency.processes ?? PROCESSES_DEFAULT;
}

/** {@link runInference} with limits of its own. */
export async function runInferenceWithin<M>(
  limits: Partial<ProcessLimits>, load: LoadInference<M>, spec: AlgorithmSpec, { metrics }: RunOptions = {},
): Promise<void> {
  const worker = poolWorkerData();
  if (worker) return runWorker(worker, load, spec);
  const { [CONTAINER_ENV.logLevel]: level, [CONTAINER_ENV.logFormat]: format } = process.env;
  const logTo = (write: (text: string) => void) => createLog(write, level, format);
  const log = logTo(writeOut);
  const all = { ...PROCESS_LIMITS, ...limits };
  const sibling = siblingOfThisProcess(logTo);
  const count = sibling ? 1 : processCount(spec);
  if (count > 1) {
    const crew = new ProcessCrew(all, log, writeOut, count);
    crew.watch();
    crew.start();
    return;
  }
  const server = new ServerProcess<M>(all, { write: writeOut, log, metrics, sibling });
  server.watch();
  await server.serve(load, spec);
}

/**
 * Serves the model until the container is asked to stop, and ends the process. Called by the generated entry program, which
 * does nothing else: worker threads and further processes run the same program. Signals are listened to and `/ping` is answered
 * before `load` is called.
 * @param load imports `src/inference.ts`, whose default export is what `defineInference`, `defineNumberInference` or
 *   `defineRawInference` gave
 * @param spec what the algorithm declares; `algorithm` of the generated `src/algorithm.ts`
 */
export async function runInference<M>(load: LoadInference<M>, spec: AlgorithmSpec, options: RunOptions = {}): Promise<void> {
  await runInferenceWithin({}, load, spec, options);
}
