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

/** Unit: lines. */
const SHOWN_LOG_LINES = 20;

/** A ready server. */
export interface Endpoint {
  readonly url: string;
  /** Rejects with SMA_CLI_SERVER when the server ends although nobody stopped it. */
  readonly died: Promise<never>;
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
    await waitUntilReady(started, { signal, lastLines, oldNode, startupTimeoutMs });
    return started;
  });
  let stopping = false;
  const died = server.ended.then((ended): Promise<never> =>
    stopping ? new Promise(() => undefined) : Promise.reject(serverDied(explainEnd(ended), { lastLines })));
  died.catch(() => undefined);
  return { url: server.url, died, stop };

  async function stop(): Promise<Ended> {
    stopping = true;
    const ended = await report.step('stop', engine.name, () => server.stop());
    await log.close();
    if (ended.exitCode !== 0) report.warn(`the server did not end well after SIGTERM: ${explainEnd(ended)}`);
    return ended;
  }
}
