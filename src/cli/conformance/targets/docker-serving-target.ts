import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DockerTargetOptions } from './docker-target';
import { connectMs } from './probe-port';
import { ServerLog } from './server-log';
import { servingHost } from './serving-host';
import type { ServingAbility, ServingTarget, ServingTrial, TrialServer } from './serving-trial';
import { writeTrialModel } from './trial-model';
import { CONTAINER_ENV } from '../../../contract/container-env';
import { optMlPaths } from '../../../contract/opt-ml';
import { diffArgs, killArgs } from '../../docker/docker-args';
import { DockerResources } from '../../engine/docker-resources';
import { memoryOf, serveInContainer, type ContainerServer } from '../../engine/docker-serving';
import { deafToSigterm } from '../../engine/hosts/deaf';
import { writtenElsewhere } from '../../engine/hosts/written-elsewhere';
import type { Ended } from '../../simulator/exit-code';

/** Starts servers as containers. What a trial makes in the engine carries its label and is removed by it. */
export class DockerServingTarget implements ServingTarget {
  readonly name = 'docker';
  readonly signal: AbortSignal;
  private readonly open = new Set<ContainerTrialServer>();
  private readonly left: string[] = [];

  constructor(private readonly options: DockerTargetOptions) {
    this.signal = options.signal;
  }

  unable(_ability: ServingAbility): string | undefined {
    return undefined;
  }

  async start({ model, env, port, readOnlyRoot = false }: ServingTrial): Promise<TrialServer> {
    const { docker, dir, project, signal } = this.options;
    signal.throwIfAborted();
    const resources = new DockerResources(docker, `check-${randomBytes(5).toString('hex')}`, project);
    const folder = await mkdtemp(join(dir, 'model-'));
    try {
      await writeTrialModel(folder, model);
      const log = new ServerLog();
      const own: Record<string, string> = port === undefined ? {} : { [CONTAINER_ENV.bindToPort]: String(port) };
      const request = { env: { ...env, ...own }, signal, onLine: log.onLine };
      const server = await serveInContainer(servingHost(this.options, resources), folder, request, { port, readOnlyRoot });
      const trialServer = new ContainerTrialServer(server, log, this.options, async () => {
        this.open.delete(trialServer);
        this.left.push(...await resources.removeAll());
      });
      this.open.add(trialServer);
      return trialServer;
    } catch (error) {
      this.left.push(...await resources.removeAll());
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async close(): Promise<string[]> {
    await Promise.all([...this.open].map((server) => server.close()));
    return this.left;
  }
}

class ContainerTrialServer implements TrialServer {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly isolated: boolean;
  readonly modelFolder = optMlPaths().model;
  readonly ended: Promise<Ended>;
  end: Ended | undefined;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly server: ContainerServer,
    private readonly log: ServerLog,
    private readonly options: DockerTargetOptions,
    private readonly remove: () => Promise<void>,
  ) {
    const { hostname, port } = server.url === '' ? { hostname: '', port: '' } : new URL(server.url);
    this.host = hostname;
    this.port = Number(port);
    this.url = server.url;
    this.isolated = server.isolated;
    // A container that was removed cannot be asked for its end any more.
    this.ended = server.ended.catch(() => ({ signal: 'SIGKILL' })).then((ended) => (this.end ??= ended));
  }

  get lines() {
    return this.log.lines;
  }

  get elapsedMs(): number {
    return this.log.elapsedMs;
  }

  async signal(name: 'SIGTERM' | 'SIGKILL'): Promise<string | undefined> {
    const { docker } = this.options;
    const deaf = name === 'SIGTERM' ? await deafToSigterm(docker, this.server.container) : undefined;
    await docker.try(killArgs(this.server.container, name));
    return deaf;
  }

  async memoryBytes(): Promise<number | undefined> {
    return memoryOf(this.options.docker, this.server.container);
  }

  async listensOn(port: number): Promise<boolean> {
    return await connectMs(this.host, port) !== undefined;
  }

  /** The model is a read-only volume. */
  async written(): Promise<string[]> {
    return writtenElsewhere((await this.options.docker.must(diffArgs(this.server.container))).stdout);
  }

  close(): Promise<void> {
    return (this.closing ??= this.remove().then(() => this.ended).then(() => undefined));
  }
}
