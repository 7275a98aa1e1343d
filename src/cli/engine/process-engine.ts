import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CONTAINER_ENV } from '../../contract/container-env';
import { KEYS_VARIABLE } from '../../contract/encryption';
import { optMlPaths } from '../../contract/opt-ml';
import type { ContainerCommand } from '../../contract/program';
import { CliError } from '../cli-error';
import type { Child, Start } from '../exec';
import { freePort } from '../free-port';
import { keysFolder } from '../images/build-secrets';
import { bundlePath, type Project } from '../project';
import type { Engine, JobRequest, RunningServer, TrainRequest } from './engine';
import { hostNames } from './hosts/host-names';
import type { HostOutcome } from './hosts/hosts-job';
import { loopbackHosts, noLoopbackHosts, runAsProcesses } from './hosts/process-hosts';
import { processEnvironment } from './process-environment';
import { serverProcess } from './process-serving';
import { setWritable } from './set-writable';
import type { RunFolder } from '../simulator/run-folder';

const UNCHECKED = [
  'the image: base image, entry point, user, files in it',
  'network isolation: the programs could reach the network here, and the server listens on every address of this machine',
  'a read-only root file system, and the memory of an instance',
];
const NAMES_UNCHECKED = 'the names of hosts: they are loopback addresses of this machine here, algo-1, algo-2, … on SageMaker';

/** Runs the bundles as child processes of this machine's Node, below a private folder that stands for /opt/ml. */
export class ProcessEngine implements Engine {
  readonly name = 'process';
  readonly unchecked: string[] = [...UNCHECKED];
  private readonly children = new Set<Child>();
  /** In which nothing can be written while the programs run. */
  private readonly protectedFolders = new Set<string>();

  constructor(
    private readonly project: Project,
    private readonly run: RunFolder,
    private readonly start: Start,
    private readonly hostEnv: Readonly<Record<string, string | undefined>>,
  ) {}

  hostNames(count: number): string[] {
    if (count === 1) return hostNames(count);
    const reason = noLoopbackHosts();
    if (reason === undefined) return loopbackHosts(count);
    throw new CliError('SMA_CLI_ENGINE', {
      what: `processes of this machine cannot be ${count} hosts.`,
      why: reason,
      fix: 'run it with "--engine docker"',
    });
  }

  async train({ job, folders, signal }: TrainRequest): Promise<HostOutcome[]> {
    const { start, hostEnv } = this;
    const { scratch } = this.run;
    const inputs = folders.map((folder) => optMlPaths(folder).input);
    inputs.forEach((input) => this.protectedFolders.add(input));
    if (folders.length > 1 && !this.unchecked.includes(NAMES_UNCHECKED)) this.unchecked.push(NAMES_UNCHECKED);
    try {
      return await runAsProcesses({
        command: this.program('train'),
        start: (file, args, options) => this.tracked(start(file, args, options)),
        hostEnv,
        env: this.keys(),
        signal,
        folders: async (place) => ({ base: folders[place], scratch: folders.length === 1 ? scratch : join(scratch, String(place)) }),
      }, job);
    } finally {
      for (const input of inputs) await setWritable(input, true);
    }
  }

  async serve({ env, signal, onLine }: JobRequest): Promise<RunningServer> {
    const { serving } = this.run;
    await mkdir(this.run.scratch, { recursive: true });
    this.protectedFolders.add(serving.model);
    await setWritable(serving.model, false);
    const port = await freePort();
    signal.throwIfAborted();
    const child = this.spawn('serve', serving.base, { ...env, [CONTAINER_ENV.bindToPort]: String(port) }, onLine);
    return serverProcess(child, port);
  }

  async close(): Promise<string[]> {
    const { scratch } = this.run;
    for (const child of this.children) child.killGroup('SIGKILL');
    await Promise.allSettled([...this.children].map((child) => child.finished));
    const left: string[] = [];
    const tryTo = (work: Promise<void>, command: string) => work.catch(() => left.push(command));
    for (const folder of this.protectedFolders) await tryTo(setWritable(folder, true), `chmod -R u+w ${quoted(folder)}`);
    await tryTo(rm(scratch, { recursive: true, force: true }), `rm -rf ${quoted(scratch)}`);
    return left;
  }

  private spawn(command: ContainerCommand, base: string, env: Readonly<Record<string, string>>, onLine: JobRequest['onLine']): Child {
    const [program, ...args] = this.program(command);
    return this.tracked(this.start(program, args, {
      cwd: base,
      env: { ...processEnvironment(this.hostEnv, this.run.scratch), ...env, ...this.keys(), [CONTAINER_ENV.baseDir]: base },
      onLine,
    }));
  }

  /** As in the images: a stack names the lines of the TypeScript files. */
  private program(command: ContainerCommand): readonly [string, ...string[]] {
    return [process.execPath, '--enable-source-maps', bundlePath(this.project, command)];
  }

  private tracked(child: Child): Child {
    this.children.add(child);
    void child.finished.catch(() => undefined).then(() => this.children.delete(child));
    return child;
  }

  /** In an image they are where its programs are. */
  private keys(): Record<string, string> {
    return this.project.plan.algorithm.encryption ? { [KEYS_VARIABLE]: keysFolder(this.project, this.hostEnv) } : {};
  }
}

const quoted = (path: string): string => `'${path.replaceAll('\'', '\'\\\'\'')}'`;
