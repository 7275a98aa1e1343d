import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectMs } from './probe-port';
import type { ProcessTargetOptions } from './process-target';
import { ServerLog } from './server-log';
import type { ServingAbility, ServingTarget, ServingTrial, TrialServer } from './serving-trial';
import { writeTrialModel } from './trial-model';
import { CONTAINER_ENV } from '../../../contract/container-env';
import { optMlPaths } from '../../../contract/opt-ml';
import { baseContent, changedPaths, type BaseContent } from '../../engine/hosts/base-content';
import { processEnvironment } from '../../engine/process-environment';
import { processMemory } from '../../engine/process-serving';
import { setWritable } from '../../engine/set-writable';
import type { Child } from '../../exec';
import { freePort } from '../../free-port';
import type { Ended } from '../../simulator/exit-code';

const UNABLE: Readonly<Partial<Record<ServingAbility, string>>> = {
  isolation: 'a process shares the network of this machine; run the check on an image',
  readOnlyRoot: 'a process can write wherever its user can; run the check on an image',
  ownPorts: 'a process shares the ports of this machine; run the check on an image',
};

const LOOPBACK = '127.0.0.1';
/** Linux has the whole network 127.0.0.0/8: who listens on 127.0.0.1 only is not there. */
const OTHER_LOOPBACK = '127.0.0.2';

/** Starts servers as child processes, each below a private folder that stands for `/opt/ml`. */
export class ProcessServingTarget implements ServingTarget {
  readonly name = 'process';
  readonly signal: AbortSignal;
  private readonly open = new Set<TrialServer>();
  private readonly left: string[] = [];

  constructor(private readonly options: ProcessTargetOptions) {
    this.signal = options.signal;
  }

  unable(ability: ServingAbility): string | undefined {
    if (ability === 'memory' && process.platform !== 'linux') return 'the memory of a process is read from /proc, which only Linux has';
    return UNABLE[ability];
  }

  async start({ model, env, port }: ServingTrial): Promise<TrialServer> {
    const { dir, signal, hostEnv, command: [program, ...args], start, env: given } = this.options;
    const folder = await mkdtemp(join(dir, 'serve-'));
    const scratch = join(folder, 'tmp');
    await mkdir(scratch);
    const { base, model: modelFolder } = optMlPaths(join(folder, 'ml').replaceAll('\\', '/'));
    await writeTrialModel(modelFolder, model);
    await setWritable(modelFolder, false);
    const before = await baseContent(base, []);
    const at = port ?? await freePort();
    signal.throwIfAborted();
    const log = new ServerLog();
    const own = { [CONTAINER_ENV.baseDir]: base, [CONTAINER_ENV.bindToPort]: String(at) };
    const child = start(program, args, {
      cwd: base,
      env: { ...processEnvironment(hostEnv, scratch), ...env, ...given, ...own },
      onLine: log.onLine,
    });
    const server = new ProcessTrialServer(child, { port: at, base, before, log }, async () => {
      this.open.delete(server);
      await setWritable(modelFolder, true).then(() => rm(folder, { recursive: true, force: true })).catch(() => this.left.push(`rm -rf '${folder}'`));
    });
    this.open.add(server);
    return server;
  }

  async close(): Promise<string[]> {
    await Promise.all([...this.open].map((server) => server.close()));
    return this.left;
  }
}

interface Started {
  readonly port: number;
  readonly base: string;
  readonly before: BaseContent;
  readonly log: ServerLog;
}

class ProcessTrialServer implements TrialServer {
  readonly host = LOOPBACK;
  readonly otherHost = process.platform === 'linux' ? OTHER_LOOPBACK : undefined;
  readonly isolated = false;
  readonly ended: Promise<Ended>;
  end: Ended | undefined;
  private closing: Promise<void> | undefined;

  constructor(private readonly child: Child, private readonly started: Started, private readonly remove: () => Promise<void>) {
    this.ended = child.finished.then((ended) => (this.end ??= ended));
  }

  get port(): number {
    return this.started.port;
  }

  get modelFolder(): string {
    return optMlPaths(this.started.base).model;
  }

  get url(): string {
    return `http://${this.host}:${this.port}`;
  }

  get lines() {
    return this.started.log.lines;
  }

  get elapsedMs(): number {
    return this.started.log.elapsedMs;
  }

  async signal(name: 'SIGTERM' | 'SIGKILL'): Promise<undefined> {
    this.child.kill(name);
  }

  async memoryBytes(): Promise<number | undefined> {
    return processMemory(this.child.pid);
  }

  async listensOn(port: number): Promise<boolean> {
    return await connectMs(this.host, port) !== undefined;
  }

  async written(): Promise<string[]> {
    const { base, before } = this.started;
    return changedPaths(before, await baseContent(base, []));
  }

  close(): Promise<void> {
    return (this.closing ??= this.killed());
  }

  private async killed(): Promise<void> {
    this.child.killGroup('SIGKILL');
    await this.ended;
    await this.remove();
  }
}
