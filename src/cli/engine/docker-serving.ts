import { connect } from 'node:net';
import type { DockerResources } from './docker-resources';
import type { JobRequest, RunningServer } from './engine';
import { INFERENCE_PORT } from '../../contract/container-http';
import type { Docker } from '../docker/docker';
import {
  addressArgs, createServeArgs, isRunningArgs, logsArgs, memoryArgs, publishedPortArgs, removeArgs, startArgs, stateArgs, stopArgs,
  waitArgs,
  type ContainerArgs, type Reach, type ServeConditions, type VolumeMount,
} from '../docker/docker-args';
import { parseBytes } from '../quantities';
import type { Ended } from '../simulator/exit-code';
import { together } from '../together';

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

/** A server in a container. */
export interface ContainerServer extends RunningServer {
  /** Name of the container; empty where none could be started. */
  readonly container: string;
  /** Its network leads nowhere. */
  readonly isolated: boolean;
}

/** Memory of all processes of a container; undefined where the engine does not tell. Unit: bytes. */
export async function memoryOf(docker: Docker, container: string): Promise<number | undefined> {
  const { exitCode, stdout } = await docker.try(memoryArgs(container));
  return exitCode === 0 ? parseBytes(stdout.split('/')[0]) : undefined;
}

/** Exit code and out-of-memory state of a container that has ended. */
export async function stateOf(docker: Docker, container: string): Promise<Ended> {
  const [exitCode, outOfMemory] = (await docker.must(stateArgs(container))).stdout.trim().split(' ');
  return { exitCode: Number(exitCode), outOfMemory: outOfMemory === 'true' };
}

/**
 * Starts the server on a read-only model and, unless told otherwise, a read-only root file system. It is reached by its own address
 * in a network that leads nowhere else; where that address cannot be reached (an engine in a virtual machine, rootless or remote),
 * through a loopback port.
 */
export async function serveInContainer(
  engine: ServingHost, modelFolder: string, request: JobRequest, conditions: ServeConditions = {},
): Promise<ContainerServer> {
  const { resources } = engine;
  const { port = INFERENCE_PORT } = conditions;
  request.signal.throwIfAborted();
  const model = resources.volume('model', 'serve', true);
  const filling = model.then((mount) => engine.fill('serve', [{ mount, folder: modelFolder }], request.signal));
  const start = (name: string, reach: Promise<Reach>) => startServer(engine, request, name, { model, reach, conditions, filling });
  // Elsewhere containers have no address that this machine reaches.
  if (process.platform === 'linux') {
    const server = await start('serve', resources.network('serve').then((network) => ({ network })));
    if ('startError' in server) return failedServer(server);
    const host = (await engine.docker.must(addressArgs(server.name))).stdout.trim().split(' ')[0];
    if (host && await reaches(host, port)) return runningServer(engine, request, server.name, { url: `http://${host}:${port}`, isolated: true });
    // What has ended already is not reached in any other way either.
    if (!await isRunning(engine.docker, server.name)) return runningServer(engine, request, server.name, { url: '', isolated: true });
    await engine.docker.try(removeArgs('container', [server.name]));
  }
  engine.unchecked.push('network isolation of the server: this engine is reached through a published port only');
  const server = await start('serve-published', Promise.resolve('published'));
  if ('startError' in server) return failedServer(server);
  // It fails where the server has ended already.
  const published = (await engine.docker.try(publishedPortArgs(server.name, port))).stdout;
  const outside = /:(\d+)\s*$/m.exec(published)?.[1];
  return runningServer(engine, request, server.name, { url: outside ? `http://127.0.0.1:${outside}` : '', isolated: false });
}

const isRunning = async (docker: Docker, container: string): Promise<boolean> =>
  (await docker.must(isRunningArgs(container))).stdout.trim() === 'true';

/** What a server's container is made from; each is waited for as late as can be. */
interface ServerParts {
  readonly model: Promise<VolumeMount>;
  readonly reach: Promise<Reach>;
  readonly conditions: ServeConditions;
  /** Of the model's volume. */
  readonly filling: Promise<void>;
}

async function startServer(
  engine: ServingHost, request: JobRequest, suffix: string, { model, reach, conditions, filling }: ServerParts,
): Promise<{ name: string } | { startError: string }> {
  const create = async () => {
    const [mount, reached] = await together(model, reach);
    const made = engine.container('serve', [mount], suffix);
    await engine.docker.must(createServeArgs(made, request.env, reached, conditions));
    return made;
  };
  // A network takes its time; meanwhile the model is copied.
  const [container] = await together(create(), filling);
  request.signal.throwIfAborted();
  const started = await engine.docker.try(startArgs(container.name));
  if (started.exitCode !== 0) return { startError: started.lastLines[0] ?? 'no reason given' };
  return { name: container.name };
}

function runningServer(
  engine: ServingHost, request: JobRequest, container: string, reached: Pick<ContainerServer, 'url' | 'isolated'>,
): ContainerServer {
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
    ...reached,
    container,
    ended,
    memoryBytes: () => memoryOf(docker, container),
    stop: async () => {
      await docker.must(stopArgs(container));
      return ended.finally(() => ending.abort());
    },
  };
}

const failedServer = (ended: Ended): ContainerServer =>
  ({ url: '', container: '', isolated: true, ended: Promise.resolve(ended), memoryBytes: async () => undefined, stop: async () => ended });

/** A refused connection is an answer too: the address belongs to the container and the server is not up yet. */
function reaches(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(PROBE_TIMEOUT_MS, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED'));
  });
}
