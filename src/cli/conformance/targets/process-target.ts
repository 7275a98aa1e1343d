import { randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { baseContent, changedPaths, type BaseContent } from './base-content';
import { CLOSED_OUTPUT_SCRIPT, endBehindClosedOutput } from './closed-output';
import { HostWatch, signalAt, type Recipient } from './host-watch';
import { feedPipes, type PipePlace } from './pipe-feeder';
import type { Ability, HostOutcome, TrainingTarget, Trial } from './trial';
import { writeTrialFolder } from './trial-folder';
import { CONTAINER_ENV } from '../../../contract/container-env';
import type { OptMlPaths } from '../../../contract/opt-ml';
import type { Child, Start } from '../../exec';
import { onAbort } from '../../interruption';
import type { HostInput } from '../../simulator/host-input';
import { listFolder } from '../../simulator/model-archive';
import { setWritable } from '../../simulator/opt-ml-tree';

export interface ProcessTargetOptions {
  /** The program and its arguments, for example Node and a bundle. */
  readonly command: readonly [string, ...string[]];
  readonly start: Start;
  /** Folder for what the trials leave. */
  readonly dir: string;
  /** Environment of this program; hardly any of it is passed on. */
  readonly hostEnv: Readonly<Record<string, string | undefined>>;
  /** What in an image is a file beside the program, and is found through the environment outside of one. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const ONE_MACHINE = 'a process shares the network of this machine; run the check on an image';
const UNABLE: Readonly<Partial<Record<Ability, string>>> = {
  isolation: ONE_MACHINE,
  readOnlyRoot: 'a process can write wherever its user can; run the check on an image',
  allWrites: 'only what is written beside the folders of the job is seen of a process; run the check on an image',
  hostNames: 'names of hosts cannot be given to processes of one machine; run the check on an image',
};

/** Runs trials as child processes, each host below a private folder that stands for `/opt/ml`. */
export class ProcessTarget implements TrainingTarget {
  readonly name = 'process';
  private readonly folders: string[] = [];

  constructor(private readonly options: ProcessTargetOptions) {}

  unable(ability: Ability): string | undefined {
    if (ability === 'hosts') return process.platform === 'linux' ? undefined : 'hosts are loopback addresses of this machine, which only Linux has many of';
    if (process.platform === 'win32' && (ability === 'pipes' || ability === 'outputClosedEarly')) return 'Windows has no FIFOs and no sh';
    return UNABLE[ability];
  }

  /** Addresses of this machine: hosts that listen on the same port do not meet, nor do those of two jobs, as far as chance allows. */
  hostNames(count: number): string[] {
    const network = `127.${randomInt(1, 255)}.${randomInt(1, 255)}`;
    return Array.from({ length: count }, (_, index) => `${network}.${index + 1}`);
  }

  async run(trial: Trial): Promise<HostOutcome[]> {
    const running: Array<Promise<HostOutcome>> = [];
    const lost = new AbortController();
    const recipient: Recipient = {};
    const abandon = new AbortController();
    // Every host listens to them.
    setMaxListeners(0, lost.signal, abandon.signal);
    const signal = AbortSignal.any([this.options.signal, abandon.signal]);
    setMaxListeners(0, signal);
    try {
      for (const [index, host] of trial.hosts.entries()) {
        const started = await this.startHost({ host, trial, index, signal, lost: lost.signal, recipient });
        running.push(started.outcome);
        started.outcome.then(({ ended }) => ended.exitCode !== 0 && !trial.keepPeers && lost.abort(), () => undefined);
        if (trial.oneAfterTheOther) await started.watch.atWork();
      }
      return await Promise.all(running);
    } finally {
      abandon.abort(new Error('the trial was given up'));
      await Promise.allSettled(running);
    }
  }

  async close(): Promise<string[]> {
    const left: string[] = [];
    for (const folder of this.folders) {
      await setWritable(join(folder, 'ml', 'input'), true).then(() => rm(folder, { recursive: true, force: true })).catch(() => left.push(`rm -rf '${folder}'`));
    }
    this.folders.length = 0;
    return left;
  }

  private async startHost(setting: Setting): Promise<{ watch: HostWatch; outcome: Promise<HostOutcome> }> {
    const { host, trial, index, signal, recipient } = setting;
    const folder = await mkdtemp(join(this.options.dir, 'trial-'));
    this.folders.push(folder);
    const scratch = join(folder, 'tmp');
    await mkdir(scratch);
    const paths = await writeTrialFolder(join(folder, 'ml').replaceAll('\\', '/'), host);
    await setWritable(paths.input, false);
    if (host.pipes.length > 0) await chmod(paths.inputData, 0o755);
    const before = await baseContent(paths.base, ownFolders(paths));
    signal.throwIfAborted();
    const running: RunningHost = { ...setting, paths, before, timedOut: false, abandoned: false };
    const watch = new HostWatch(signalAt(trial.signal, index), (wanted) => recipient.take?.(wanted));
    const [program, ...args] = trial.outputClosedEarly ? ['sh', '-c', CLOSED_OUTPUT_SCRIPT, 'sh', ...this.options.command] : this.options.command;
    const child = this.options.start(program, args, {
      cwd: paths.base,
      env: { ...trial.env, ...this.hostEnvironment(scratch), ...this.options.env, [CONTAINER_ENV.baseDir]: paths.base },
      onLine: watch.onLine,
    });
    recipient.take ??= ({ name, graceMs }) => {
      if (!child.kill(name)) return;
      running.signalledAtMs = watch.elapsedMs;
      running.grace = setTimeout(() => killLate(running, child), graceMs);
    };
    return { watch, outcome: this.outcome(child, watch, running) };
  }

  private async outcome(child: Child, watch: HostWatch, running: RunningHost): Promise<HostOutcome> {
    const { host, trial, paths, before, signal } = running;
    const takeBack = onAbort(signal, () => child.killGroup('SIGKILL'));
    const takeBackLost = onAbort(running.lost, () => {
      running.abandoned = true;
      child.killGroup('SIGKILL');
    });
    const limit = setTimeout(() => killLate(running, child), trial.limitMs);
    const place = this.pipePlace(paths);
    const feeding = Promise.all(host.pipes.map((feed) => feedPipes(feed, place, watch.onPipe, watch.ended)));
    // Its failure is told below; meanwhile the program must not wait for bytes that never come.
    feeding.catch(() => child.killGroup('SIGKILL'));
    watch.look();
    const finished = await child.finished.finally(() => {
      clearTimeout(limit);
      clearTimeout(running.grace);
      takeBack();
      takeBackLost();
      watch.end();
    });
    const durationMs = watch.elapsedMs;
    await feeding;
    signal.throwIfAborted();
    const fifo = (name: string) => host.pipes.some(({ channel }) => name.startsWith(`input/data/${channel}_`));
    const after = await baseContent(paths.base, ownFolders(paths));
    return {
      name: host.name,
      ended: trial.outputClosedEarly ? endBehindClosedOutput(watch.lines, finished) : finished,
      timedOut: running.timedOut,
      abandoned: running.abandoned,
      durationMs,
      signalledAtMs: running.signalledAtMs,
      lines: watch.lines,
      pipes: watch.pipes,
      paths,
      strangeModelEntries: (await listFolder(paths.model)).others,
      writtenElsewhere: changedPaths(before, after).filter((name) => !fifo(name)),
    };
  }

  private pipePlace({ inputData }: OptMlPaths): PipePlace {
    const { start } = this.options;
    return {
      async makeFifo(name) {
        const { exitCode, lastLines } = await start('mkfifo', [`${inputData}/${name}`]).finished;
        if (exitCode !== 0) throw new Error(`no FIFO ${name}: ${lastLines.join(' ')}`);
      },
      async script(text, fifo, options) {
        return (await start('sh', ['-c', text, `${inputData}/${fifo}`], options).finished).exitCode;
      },
    };
  }

  /** The little that a program needs to run at all. */
  private hostEnvironment(scratch: string): Record<string, string> {
    const { PATH = '' } = this.options.hostEnv;
    return { PATH, HOME: scratch, TMPDIR: scratch };
  }
}

interface Setting {
  readonly host: HostInput;
  readonly trial: Trial;
  readonly index: number;
  readonly signal: AbortSignal;
  /** Aborts when another host has ended badly. */
  readonly lost: AbortSignal;
  readonly recipient: Recipient;
}

interface RunningHost extends Setting {
  readonly paths: OptMlPaths;
  readonly before: BaseContent;
  timedOut: boolean;
  abandoned: boolean;
  signalledAtMs?: number;
  grace?: NodeJS.Timeout;
}

function killLate(running: RunningHost, child: Child): void {
  running.timedOut = true;
  child.killGroup('SIGKILL');
}

/** Folders of the job, relative to the base. */
const ownFolders = ({ base, model, output, checkpoints }: OptMlPaths): string[] =>
  [model, output, checkpoints].map((path) => relative(base, path).split(sep).join('/'));
