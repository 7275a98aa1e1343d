import { mkdir, rm } from 'node:fs/promises';
import { CONTAINER_ENV } from '../../contract/container-env';
import { KEYS_VARIABLE } from '../../contract/encryption';
import type { ContainerCommand } from '../../contract/program';
import type { Child, Start } from '../exec';
import { keysFolder } from '../images/build-secrets';
import { onAbort } from '../interruption';
import { bundlePath, type Project } from '../project';
import type { Engine, JobRequest, RunningServer, TrainingEnd } from './engine';
import { freePort, serverProcess } from './process-serving';
import { watchProcess } from './usage';
import { setWritable } from '../simulator/opt-ml-tree';
import type { RunFolder } from '../simulator/run-folder';

const UNCHECKED = [
  'the image: base image, entry point, user, files in it',
  'network isolation: the programs could reach the network here, and the server listens on every address of this machine',
  'a read-only root file system, and the memory of an instance',
];

/** Runs the bundles as child processes of this machine's Node, below a private folder that stands for /opt/ml. */
export class ProcessEngine implements Engine {
  readonly name = 'process';
  readonly unchecked = UNCHECKED;
  private readonly children = new Set<Child>();

  constructor(
    private readonly project: Project,
    private readonly run: RunFolder,
    private readonly start: Start,
    private readonly hostEnv: Readonly<Record<string, string | undefined>>,
  ) {}

  async train({ env, signal, onLine, onUsage }: JobRequest): Promise<TrainingEnd> {
    const { training } = this.run;
    await mkdir(this.run.scratch, { recursive: true });
    await setWritable(training.input, false);
    try {
      // It may have come while the input was copied or protected.
      signal.throwIfAborted();
      const child = this.spawn('train', training.base, env, onLine);
      const takeBack = onAbort(signal, () => child.killGroup('SIGKILL'));
      const unwatch = onUsage && child.pid ? watchProcess(child.pid, onUsage) : undefined;
      const ended = await child.finished.finally(() => {
        takeBack();
        unwatch?.();
      });
      signal.throwIfAborted();
      return { ...ended, strangeModelEntries: [] };
    } finally {
      await setWritable(training.input, true);
    }
  }

  async serve({ env, signal, onLine }: JobRequest): Promise<RunningServer> {
    const { serving } = this.run;
    await mkdir(this.run.scratch, { recursive: true });
    await setWritable(serving.model, false);
    const port = await freePort();
    signal.throwIfAborted();
    const child = this.spawn('serve', serving.base, { ...env, [CONTAINER_ENV.bindToPort]: String(port) }, onLine);
    return serverProcess(child, port);
  }

  async close(): Promise<string[]> {
    const { scratch, serving, training } = this.run;
    for (const child of this.children) child.killGroup('SIGKILL');
    await Promise.allSettled([...this.children].map((child) => child.finished));
    const left: string[] = [];
    const tryTo = (work: Promise<void>, command: string) => work.catch(() => left.push(command));
    await tryTo(setWritable(training.input, true), `chmod -R u+w ${quoted(training.input)}`);
    await tryTo(setWritable(serving.model, true), `chmod -R u+w ${quoted(serving.model)}`);
    await tryTo(rm(scratch, { recursive: true, force: true }), `rm -rf ${quoted(scratch)}`);
    return left;
  }

  private spawn(command: ContainerCommand, base: string, env: Readonly<Record<string, string>>, onLine: JobRequest['onLine']): Child {
    // As in the images: a stack names the lines of the TypeScript files.
    const child = this.start(process.execPath, ['--enable-source-maps', bundlePath(this.project, command)], {
      cwd: base,
      env: { ...this.hostEnvironment(), ...env, ...this.keys(), [CONTAINER_ENV.baseDir]: base },
      onLine,
    });
    this.children.add(child);
    void child.finished.catch(() => undefined).then(() => this.children.delete(child));
    return child;
  }

  /** In an image they are where its programs are. */
  private keys(): Record<string, string> {
    return this.project.plan.algorithm.encryption ? { [KEYS_VARIABLE]: keysFolder(this.project, this.hostEnv) } : {};
  }

  /** The little that a program needs to run at all; no credentials, no NODE_OPTIONS. */
  private hostEnvironment(): Record<string, string> {
    const needed = ['PATH', ...(process.platform === 'win32' ? ['SystemRoot', 'ComSpec', 'PATHEXT'] : [])];
    const { scratch } = this.run;
    return {
      ...Object.fromEntries(needed.flatMap((name) => (this.hostEnv[name] === undefined ? [] : [[name, this.hostEnv[name]]]))),
      HOME: scratch,
      TMPDIR: scratch,
      ...(process.platform === 'win32' ? { TEMP: scratch, TMP: scratch } : {}),
    };
  }
}

const quoted = (path: string): string => `'${path.replaceAll('\'', '\'\\\'\'')}'`;
