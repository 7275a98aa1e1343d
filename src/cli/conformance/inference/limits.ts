import { INVOCATION_TIMEOUT_MS, PING_TIMEOUT_MS, REALTIME_PAYLOAD_MAX_BYTES, SERVE_STOP_GRACE_MS } from '../../../contract/container-http';

/** Times and amounts of the checks; those of the service unless somebody tests the checks themselves. */
export interface ServingLimits {
  /** From the start to the first good ping. Unit: ms. */
  readonly readyMs: number;
  /** Until a connection is accepted. Unit: ms. */
  readonly acceptMs: number;
  readonly pingMs: number;
  /** One answer in real time. Unit: ms. */
  readonly invocationMs: number;
  /** One answer in real time that is streamed. Unit: ms. */
  readonly streamMs: number;
  /** One answer in batch transform. Unit: ms. */
  readonly batchMs: number;
  /** Between SIGTERM and SIGKILL. Unit: ms. */
  readonly stopMs: number;
  /** How long a server is watched that must not become ready. Unit: ms. */
  readonly brokenMs: number;
  /** How long the server is kept busy while it is pinged. Unit: ms. */
  readonly busyMs: number;
  /** Within which a server is free again after its callers have gone. Unit: ms. */
  readonly freeMs: number;
  /** Large request in real time. Unit: bytes. */
  readonly bodyBytes: number;
  /** Large request in batch transform. Unit: MB (2^20 bytes). */
  readonly batchBodyMb: number;
  /** Numbers of requests at the same time. */
  readonly parallel: readonly number[];
  /** Requests between two looks at the memory. */
  readonly requests: number;
}

export const SERVING_LIMITS: ServingLimits = {
  readyMs: 60_000,
  acceptMs: 250,
  pingMs: PING_TIMEOUT_MS,
  invocationMs: INVOCATION_TIMEOUT_MS,
  streamMs: 480_000,
  batchMs: 600_000,
  stopMs: SERVE_STOP_GRACE_MS,
  brokenMs: 20_000,
  busyMs: 3_000,
  freeMs: 5_000,
  bodyBytes: REALTIME_PAYLOAD_MAX_BYTES,
  batchBodyMb: 100,
  parallel: [8, 32, 128],
  requests: 1_000,
};

/** @param startupTimeoutMs how long a server may take until it is ready. Unit: ms. @default 60_000 */
export const servingLimits = (startupTimeoutMs: number = SERVING_LIMITS.readyMs): ServingLimits =>
  ({ ...SERVING_LIMITS, readyMs: startupTimeoutMs, brokenMs: Math.min(SERVING_LIMITS.brokenMs, startupTimeoutMs) });
