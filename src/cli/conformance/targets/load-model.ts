/** Whether an inference program becomes ready on what training has left. */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DockerTargetOptions } from './docker-target';
import type { ProcessTargetOptions } from './process-target';
import { servingHost } from './serving-host';
import { CONTAINER_ENV } from '../../../contract/container-env';
import { optMlPaths } from '../../../contract/opt-ml';
import { CliError } from '../../cli-error';
import { DockerResources } from '../../engine/docker-resources';
import { serveInContainer } from '../../engine/docker-serving';
import type { JobRequest, RunningServer } from '../../engine/engine';
import { serverProcess } from '../../engine/process-serving';
import { freePort } from '../../free-port';
import { extractModel, packFolder } from '../../simulator/model-archive';
import { waitUntilReady } from '../../simulator/wait-until-ready';
import type { LoadModel } from '../training/subject';

/** Unit: ms. What is loaded in a check is small. */
const READY_WITHIN_MS = 60_000;
/** What every server finds; what it does without is the matter of other checks. */
const SERVING_ENV: Readonly<Record<string, string>> = { [CONTAINER_ENV.region]: 'us-east-1' };
/** Unit: lines. */
const SHOWN_LINES = 5;

/** Serves with a child process, below a private folder that stands for `/opt/ml`. */
export const loadsInProcess = (options: ProcessTargetOptions, readyMs?: number): LoadModel => (folder) =>
  inTemporary(options.dir, async (temporary) => {
    const { command: [program, ...args], start, hostEnv, env: given, signal } = options;
    const base = temporary.replaceAll('\\', '/');
    // A copy, as the service makes one: by way of an archive.
    await packFolder(folder, join(temporary, 'model.tar.gz'), 0);
    await extractModel(join(temporary, 'model.tar.gz'), optMlPaths(base).model);
    const port = await freePort();
    const own = { [CONTAINER_ENV.baseDir]: base, [CONTAINER_ENV.bindToPort]: String(port) };
    const env = { ...SERVING_ENV, PATH: hostEnv.PATH ?? '', HOME: base, TMPDIR: base, ...given, ...own };
    return problemOf(signal, readyMs, async ({ onLine }) => serverProcess(start(program, args, { cwd: base, env, onLine }), port));
  });

/** Serves with a container of an inference image. */
export const loadsInContainer = (options: DockerTargetOptions, readyMs?: number): LoadModel => async (folder) => {
  const { docker, project, signal } = options;
  const resources = new DockerResources(docker, `check-${randomBytes(5).toString('hex')}`, project);
  const host = servingHost(options, resources);
  try {
    return await problemOf(signal, readyMs, (request) => serveInContainer(host, folder, request, { readOnlyRoot: false }));
  } finally {
    await resources.removeAll();
  }
};

/** Starts a server, waits until it is ready, stops it. */
async function problemOf(
  signal: AbortSignal, startupTimeoutMs = READY_WITHIN_MS, serve: (request: JobRequest) => Promise<RunningServer>,
): Promise<string | undefined> {
  const lines: string[] = [];
  const onLine = ({ text }: { text: string }) => {
    lines.push(text);
    if (lines.length > SHOWN_LINES) lines.shift();
  };
  const server = await serve({ env: SERVING_ENV, signal, onLine });
  try {
    await waitUntilReady(server, { signal, lastLines: () => lines, startupTimeoutMs });
    return undefined;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return [error.what, ...error.details].join(' ');
  } finally {
    await server.stop();
  }
}

async function inTemporary<T>(dir: string, work: (folder: string) => Promise<T>): Promise<T> {
  const temporary = await mkdtemp(join(dir, 'serve-'));
  try {
    await mkdir(optMlPaths(temporary).model, { recursive: true });
    return await work(temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
