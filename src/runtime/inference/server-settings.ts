import { CONTAINER_ENV } from '../../contract/container-env';
import { INFERENCE_PORT, REALTIME_PAYLOAD_MAX_BYTES } from '../../contract/container-http';
import { quoted } from '../../contract/quoted';
import { RuntimeError } from '../shared/runtime-error';

/** What the environment says about the server. */
export interface ServerSettings {
  /** TCP port; 0 lets the system choose one. */
  readonly port: number;
  /** Unit: bytes; Infinity for no limit. */
  readonly bodyMaxBytes: number;
  readonly defaultAccept: string | undefined;
}

const MIB = 1024 * 1024;
const PORT_MAX = 65_535;

/** A whole number of the environment, or undefined when it is not set. */
function wholeNumber(env: NodeJS.ProcessEnv, name: string, max: number, rule: string): number | undefined {
  const text = env[name]?.trim();
  if (!text) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value <= max)) throw new RuntimeError('SMA_RUN_SETTING', name, quoted(text), rule);
  return value;
}

/** @throws RuntimeError SMA_RUN_SETTING */
export function readServerSettings(env: NodeJS.ProcessEnv): ServerSettings {
  const port = wholeNumber(env, CONTAINER_ENV.bindToPort, PORT_MAX, `a port between 0 and ${PORT_MAX}`);
  const payloadMb = wholeNumber(env, CONTAINER_ENV.maxPayloadInMb, Number.MAX_SAFE_INTEGER, 'a whole number of MB');
  return {
    port: port ?? INFERENCE_PORT,
    // In batch transform 0 means that requests of any size are streamed in.
    bodyMaxBytes: payloadMb === undefined ? REALTIME_PAYLOAD_MAX_BYTES : payloadMb * MIB || Infinity,
    defaultAccept: env[CONTAINER_ENV.defaultAccept]?.trim() || undefined,
  };
}
