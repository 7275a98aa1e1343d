import { setMaxListeners } from 'node:events';
import { failed, type Finding } from './drill';
import { overloadFindings, type LoadAnswer, type OverloadFigures } from './overload-figures';
import { INVOCATION_TIMEOUT_MS, ROUTES } from '../../contract/container-http';
import { CliError } from '../cli-error';
import type { Engine } from '../engine/engine';
import { pause } from '../interruption';
import type { Project } from '../project';
import { count } from '../quantities';
import type { Report } from '../report';
import { startEndpoint, type Endpoint } from '../simulator/endpoint';
import { sendRequest } from '../simulator/http-client';
import { describeFailure, invoke, succeeded } from '../simulator/invocation';
import type { Payload } from '../simulator/payloads';
import type { RunFolder } from '../simulator/run-folder';
import { watchPings } from '../simulator/watch-pings';

/** Time between two pings, and between two looks at the memory. Unit: ms. */
const PING_EVERY_MS = 100;
const LOOK_EVERY_MS = 500;
/** A caller that was refused comes again after this time: clients that do not wait are what is drilled. Unit: ms. */
const COME_AGAIN_MS = 10;
/** Within which a server has to be of use again. Unit: ms. */
const RECOVERY_MS = 10_000;

export interface OverloadSetting {
  readonly project: Project;
  readonly run: RunFolder;
  readonly archive: string;
  readonly payload: Payload;
  readonly callers: number;
  /** How long callers begin new requests. Unit: ms. */
  readonly durationMs: number;
}

/** Far more callers than a server can answer: what becomes of them, of the pings and of the server? */
export async function overloadDrill(
  setting: OverloadSetting, engine: Engine, report: Report, signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { project, run, archive, payload, callers } = setting;
  const endpoint = await startEndpoint({ project, run, archive }, engine, report, signal);
  try {
    const first = await Promise.race([invoke(endpoint.url, payload, signal), endpoint.died]);
    if (!succeeded(first)) {
      throw new CliError('SMA_CLI_INVOCATION', {
        what: `${payload.name} gets no prediction from a server that has nothing else to do.`,
        fix: 'name a request that does with --payload, or correct the algorithm',
        details: [describeFailure(first)],
      });
    }
    const findings = await report.step('load', `${count(callers, 'caller')} with ${payload.name}`, () => untilDeath(setting, endpoint, signal));
    await endpoint.stop();
    return findings;
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'SMA_CLI_SERVER') throw error;
    const fix = 'bound what the server takes on: the number of waiting requests and the memory of their bodies';
    return [failed('the server survives more requests than it can answer', fix, error.what, ...error.details)];
  }
}

/** A server that dies ends the load. */
async function untilDeath(setting: OverloadSetting, endpoint: Endpoint, signal: AbortSignal): Promise<Finding[]> {
  const over = new AbortController();
  const load = overload(setting, endpoint, AbortSignal.any([signal, over.signal]));
  try {
    return await Promise.race([load, endpoint.died]);
  } finally {
    over.abort(new Error('the load is over'));
    await load.catch(() => undefined);
  }
}

async function overload({ payload, callers, durationMs }: OverloadSetting, endpoint: Endpoint, signal: AbortSignal): Promise<Finding[]> {
  const { url, memoryBytes } = endpoint;
  const before = await memoryBytes();
  const pings = watchPings(url, { everyMs: PING_EVERY_MS });
  const memory = watchMemory(memoryBytes);
  const answers: LoadAnswer[] = [];
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt >= durationMs;
  // Every caller listens to it.
  setMaxListeners(0, signal);
  try {
    await Promise.all(Array.from({ length: callers }, async () => {
      while (!isOver()) {
        const answer = await ask(url, payload, signal);
        answers.push(answer);
        if (answer.status < 200 || answer.status >= 300) await pause(COME_AGAIN_MS, signal);
      }
    }));
    const tookMs = performance.now() - startedAt;
    const recovery = await recovered(url, payload, signal);
    const after = await memoryBytes();
    const most = Math.max(...[...memory.seen, before, after].filter((value) => value !== undefined), 0) || undefined;
    return overloadFindings({ callers, durationMs: tookMs, answers, pings: pings.figures, recovery, memory: { before, most, after } });
  } finally {
    pings.end();
    memory.end();
  }
}

async function ask(url: string, { body, contentType, accept }: Payload, signal: AbortSignal): Promise<LoadAnswer> {
  const startedAt = performance.now();
  try {
    const { status, headers, durationMs } = await sendRequest({
      url: `${url}${ROUTES.invocations}`, method: 'POST', headers: { 'Content-Type': contentType, 'Accept': accept }, body,
      timeoutMs: INVOCATION_TIMEOUT_MS, signal,
    });
    return { status, latencyMs: durationMs, saysWhen: headers['retry-after'] !== undefined };
  } catch (error) {
    signal.throwIfAborted();
    return { status: 0, latencyMs: performance.now() - startedAt, saysWhen: false, problem: (error as Error).message };
  }
}

async function recovered(url: string, payload: Payload, signal: AbortSignal): Promise<OverloadFigures['recovery']> {
  const startedAt = performance.now();
  for (;;) {
    const invocation = await invoke(url, payload, signal);
    const afterMs = performance.now() - startedAt;
    if (succeeded(invocation)) return { afterMs };
    if (afterMs > RECOVERY_MS) return { afterMs, problem: describeFailure(invocation) };
    await pause(PING_EVERY_MS, signal);
  }
}

/** Looks now and then. */
function watchMemory(look: () => Promise<number | undefined>): { readonly seen: ReadonlyArray<number | undefined>; end(): void } {
  const seen: Array<number | undefined> = [];
  const ending = new AbortController();
  void (async () => {
    for (;;) {
      await pause(LOOK_EVERY_MS, ending.signal);
      seen.push(await look());
    }
  })().catch(() => undefined);
  return { seen, end: () => ending.abort(new Error('seen enough')) };
}
