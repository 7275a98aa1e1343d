import type { Engine } from '../engine/engine';
import { oldNodeNote } from '../engine/old-node';
import type { Project } from '../project';
import type { Report } from '../report';
import { explainEnd, type Ended } from './exit-code';
import { servingEnvironment } from './job-environment';
import { openLog } from './log-file';
import { extractModel } from './model-archive';
import type { RunFolder } from './run-folder';
import { serverDied, waitUntilReady } from './wait-until-ready';
import { watchPings, type PingFigures } from './watch-pings';
import { FORMER_STARTUP_TIMEOUT_MS, ROUTES, SERVE_STOP_GRACE_MS, STARTUP_TIMEOUT_MS } from '../../contract/container-http';

/** Unit: lines. */
const SHOWN_LOG_LINES = 20;

/** What a program that SIGKILL ended has as its exit code in a container. */
const KILLED_EXIT_CODE = 137;

const REPLACED = 'when that lasts, the service replaces the instance';
const PINGS_ARE_BACK = `${ROUTES.ping} is answered with 200 again`;
const SLOW_START = `the server was ready after more than ${FORMER_STARTUP_TIMEOUT_MS / 60_000} minutes: the service waits for ${STARTUP_TIMEOUT_MS / 60_000}, `
  + 'download and unpacking of the model may count, and older guides grant half of it';

/** A ready server. */
export interface Endpoint {
  readonly url: string;
  /** Rejects with SMA_CLI_SERVER when the server ends although nobody stopped it. */
  readonly died: Promise<never>;
  /** What has become of the pings since it was ready. */
  readonly pings: () => PingFigures;
  /** Unit: bytes; undefined where it cannot be told. */
  readonly memoryBytes: () => Promise<number | undefined>;
  /** Stops as the service does and says how the server ended. */
  stop(): Promise<Ended>;
}

export interface EndpointOptions {
  readonly project: Project;
  readonly run: RunFolder;
  readonly archive: string;
  readonly startupTimeoutMs?: number;
  /** Environment of the container; default: an endpoint's. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Extracts the model, starts the server on it and waits until it is ready. */
export async function startEndpoint(
  { project, run, archive, startupTimeoutMs, env = servingEnvironment(project.plan) }: EndpointOptions,
  engine: Engine, report: Report, signal: AbortSignal,
): Promise<Endpoint> {
  const log = openLog(run.servingLog);
  const lines: string[] = [];
  const lastLines = () => lines;
  const onLine = ({ text }: { text: string }) => {
    report.childLine(text);
    lines.push(text);
    if (lines.length > SHOWN_LOG_LINES) lines.shift();
    return log.line(text);
  };
  const oldNode = engine.name === 'process' ? oldNodeNote(project, 'serve') : undefined;
  const server = await report.step('serve', engine.name, async () => {
    await extractModel(archive, run.serving.model);
    const started = await engine.serve({ env, signal, onLine });
    const startedAt = Date.now();
    await waitUntilReady(started, { signal, lastLines, oldNode, startupTimeoutMs });
    if (Date.now() - startedAt > FORMER_STARTUP_TIMEOUT_MS) report.warn(SLOW_START);
    return started;
  });
  const pings = watchPings(server.url, { onChange: (problem) => report.warn(problem === undefined ? PINGS_ARE_BACK : `${ROUTES.ping} ${problem}; ${REPLACED}`) });
  void server.ended.catch(() => undefined).then(() => pings.end());
  let stopping = false;
  const died = server.ended.then((ended): Promise<never> =>
    stopping ? new Promise(() => undefined) : Promise.reject(serverDied(explainEnd(ended), { lastLines })));
  died.catch(() => undefined);
  return { url: server.url, died, pings: () => pings.figures, memoryBytes: () => server.memoryBytes(), stop };

  async function stop(): Promise<Ended> {
    stopping = true;
    pings.end();
    const startedAt = Date.now();
    const ended = await report.step('stop', engine.name, () => server.stop());
    await log.close();
    const problem = stopProblem(ended, Date.now() - startedAt);
    if (problem) report.warn(problem);
    return ended;
  }
}

/** How the service would see the end of a server that it stopped; undefined where all is well. Pure. */
export function stopProblem(ended: Ended, durationMs: number): string | undefined {
  if (ended.exitCode === 0) return undefined;
  const wasKilled = ended.signal === 'SIGKILL' || ended.exitCode === KILLED_EXIT_CODE;
  if (!wasKilled || durationMs < SERVE_STOP_GRACE_MS) return `the server did not end well after SIGTERM: ${explainEnd(ended)}`;
  return `the server still ran ${SERVE_STOP_GRACE_MS / 1_000} s after SIGTERM and was killed; requests that it was working on are lost`;
}
