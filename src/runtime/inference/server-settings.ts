import { CONTAINER_ENV, MODEL_SERVER_ENV } from '../../contract/container-env';
import { INFERENCE_PORT, REALTIME_PAYLOAD_MAX_BYTES } from '../../contract/container-http';
import { quoted } from '../../contract/quoted';
import { TIMEOUT_RANGE, WORKERS_RANGE, type WholeRange } from '../../contract/serving-limits';
import { RuntimeError } from '../shared/runtime-error';

/** What the environment says about the server. */
export interface ServerSettings {
  /** TCP port; 0 lets the system choose one. */
  readonly port: number;
  /** Unit: bytes; Infinity for no limit. */
  readonly bodyMaxBytes: number;
  readonly defaultAccept: string | undefined;
  /** Worker threads or, inline, processes; where the environment says a number. */
  readonly workers?: number;
  /** Time for an answer, where the environment says one. Unit: s */
  readonly timeoutSeconds?: number;
  /** Whether a batch transform job runs the container. */
  readonly isBatch?: boolean;
}

const MIB = 1024 * 1024;
const PORT_MAX = 65_535;

/** A whole number of the environment, or undefined when it is not set. */
function wholeNumber(env: NodeJS.ProcessEnv, name: string, { min, max }: WholeRange, rule: string): number | undefined {
  const text = env[name]?.trim();
  if (!text) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) throw new RuntimeError('SMA_RUN_SETTING', name, quoted(text), rule);
  return value;
}

/** The first variable that is set counts; the others are checked all the same. */
function firstWholeNumber(env: NodeJS.ProcessEnv, names: readonly string[], range: WholeRange, unit: string): number | undefined {
  const rule = `a whole number of ${unit} from ${range.min} to ${range.max}`;
  return names.map((name) => wholeNumber(env, name, range, rule)).find((value) => value !== undefined);
}

/** Whether a batch transform job runs the container. */
export const isBatchJob = (env: NodeJS.ProcessEnv): boolean => env[CONTAINER_ENV.batch]?.trim().toLowerCase() === 'true';

/** @throws RuntimeError SMA_RUN_SETTING */
export function readServerSettings(env: NodeJS.ProcessEnv): ServerSettings {
  const port = wholeNumber(env, CONTAINER_ENV.bindToPort, { min: 0, max: PORT_MAX }, `a port between 0 and ${PORT_MAX}`);
  const payloadMb = wholeNumber(env, CONTAINER_ENV.maxPayloadInMb, { min: 0, max: Number.MAX_SAFE_INTEGER }, 'a whole number of MB');
  return {
    port: port ?? INFERENCE_PORT,
    // In batch transform 0 means that requests of any size are streamed in.
    bodyMaxBytes: payloadMb === undefined ? REALTIME_PAYLOAD_MAX_BYTES : payloadMb * MIB || Infinity,
    defaultAccept: env[CONTAINER_ENV.defaultAccept]?.trim() || undefined,
    workers: firstWholeNumber(env, MODEL_SERVER_ENV.workers, WORKERS_RANGE, 'workers'),
    timeoutSeconds: firstWholeNumber(env, MODEL_SERVER_ENV.timeoutSeconds, TIMEOUT_RANGE, 'seconds'),
    isBatch: isBatchJob(env),
  };
}
