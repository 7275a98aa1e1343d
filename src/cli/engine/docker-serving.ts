import { connect } from 'node:net';
import type { DockerResources } from './docker-resources';
import type { JobRequest, RunningServer } from './engine';
import { INFERENCE_PORT } from '../../contract/container-http';
import type { Docker } from '../docker/docker';
import {
  addressArgs, createServeArgs, logsArgs, publishedPortArgs, removeArgs, startArgs, stateArgs, stopArgs, waitArgs,
  type ContainerArgs, type Reach, type VolumeMount,
} from '../docker/docker-args';
import type { Ended } from '../simulator/exit-code';

/** Time for a first sign of a container's address. Unit: ms. */
const PROBE_TIMEOUT_MS = 1_500;

/** What a server needs of whoever runs it. */
export interface ServingHost {
  readonly docker: Docker;
  readonly resources: DockerResources;
  /** Takes what a run in this way leaves unchecked. */
  readonly unchecked: string[];
  container(command: 'serve', mounts: readonly VolumeMount[], name: string): ContainerArgs;
  /** Copies folders of this machine into volumes. */
  fill(command: 'serve', fillings: ReadonlyArray<{ readonly mount: VolumeMount; readonly folder: string }>, signal: AbortSignal): Promise<void>;
}

/** Exit code and out-of-memory state of a container that has ended. */
export async function stateOf(docker: Docker, container: string): Promise<Ended> {
  const [exitCode, outOfMemory] = (await docker.must(stateArgs(container))).stdout.trim().split(' ');
  return { exitCode: Number(exitCode), outOfMemory: outOfMemory === 'true' };
}

/**
 * Starts the server on a read-only model and root file system. It is reached by its own address in a network that leads nowhere
 * else; where that address cannot be reached (an engine in a virtual machine, rootless or remote), through a loopback port.
 */
export async function serveInContainer(engine: ServingHost, modelFolder: string, request: JobRequest): Promise<RunningServer> {
  const { resources } = engine;
  request.signal.throwIfAborted();
  const model = await resources.volume('model', 'serve', true);
  await engine.fill('serve', [{ mount: model, folder: modelFolder }], request.signal);
  const network = process.platform === 'linux' ? await resources.network() : undefined;
  if (network) {
    const server = await startServer(engine, request, [model], 'serve', { network });
    if ('startError' in server) return failedServer(server);
    const host = (await engine.docker.must(addressArgs(server.name))).stdout.trim().split(' ')[0];
    if (host && await reaches(host)) return runningServer(engine, request, server.name, `http://${host}:${INFERENCE_PORT}`);
    await engine.docker.try(removeArgs('container', [server.name]));
  }
  engine.unchecked.push('network isolation of the server: this engine is reached through a published port only');
  const server = await startServer(engine, request, [model], 'serve-published', 'published');
  if ('startError' in server) return failedServer(server);
  const published = (await engine.docker.must(publishedPortArgs(server.name))).stdout;
  const port = /:(\d+)\s*$/m.exec(published)?.[1];
  return runningServer(engine, request, server.name, `http://127.0.0.1:${port}`);
}

async function startServer(
  engine: ServingHost, request: JobRequest, mounts: readonly VolumeMount[], name: string, reach: Reach,
): Promise<{ name: string } | { startError: string }> {
  const container = engine.container('serve', mounts, name);
  await engine.docker.must(createServeArgs(container, request.env, reach));
  request.signal.throwIfAborted();
  const started = await engine.docker.try(startArgs(container.name));
  if (started.exitCode !== 0) return { startError: started.lastLines[0] ?? 'no reason given' };
  return { name: container.name };
}

function runningServer(engine: ServingHost, request: JobRequest, container: string, url: string): RunningServer {
  const { docker } = engine;
  const ending = new AbortController();
  const signal = AbortSignal.any([request.signal, ending.signal]);
  const logs = docker.try(logsArgs(container), { signal, onLine: request.onLine }).catch(() => undefined);
  const ended: Promise<Ended> = docker.must(waitArgs(container), { signal }).then(async () => {
    await logs;
    return stateOf(docker, container);
  });
  // Nobody may be waiting any more when the run is given up.
  ended.catch(() => undefined);
  return {
    url,
    ended,
    stop: async () => {
      await docker.must(stopArgs(container));
      return ended.finally(() => ending.abort());
    },
  };
}

const failedServer = (ended: Ended): RunningServer => ({ url: '', ended: Promise.resolve(ended), stop: async () => ended });

/** A refused connection is an answer too: the address belongs to the container and the server is not up yet. */
function reaches(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: INFERENCE_PORT });
    const end = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(PROBE_TIMEOUT_MS, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED'));
  });
}
