import { rm } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { baseContent, changedPaths, type BaseContent } from './base-content';
import { CLOSED_OUTPUT_SCRIPT, endBehindClosedOutput } from './closed-output';
import { HostWatch } from './host-watch';
import type { HostEnd, HostOutcome, HostSetting, ReadyHost } from './hosts-job';
import { feedPipes, type PipePlace } from './pipe-feeder';
import type { OptMlPaths } from '../../../contract/opt-ml';
import type { Child, Start } from '../../exec';
import { listFolder } from '../../simulator/model-archive';
import { watchProcess } from '../usage';

/** The shell that feeds a FIFO may say so a little after the program has ended. Unit: ms. */
const FEEDER_LAG_MS = 100;

export interface ProcessHostParts {
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly start: Start;
  /** All of it. */
  readonly env: Readonly<Record<string, string>>;
  readonly setting: HostSetting;
  readonly paths: OptMlPaths;
  /** What lay there at the start; given where it is looked at what was written elsewhere. */
  readonly before?: BaseContent;
}

/** One process of a job, from its start to what it left. */
export class ProcessHost implements ReadyHost {
  private child!: Child;
  private watch!: HostWatch;
  private readonly fifos: string[] = [];

  constructor(private readonly parts: ProcessHostParts) {}

  async start(): Promise<void> {
    const { command, start, env, setting, paths } = this.parts;
    const [program, ...args] = setting.job.outputClosedEarly ? ['sh', '-c', CLOSED_OUTPUT_SCRIPT, 'sh', ...command] : command;
    this.watch = new HostWatch(setting, {
      kill: async (name) => this.child.kill(name),
      killAll: () => this.child.killGroup('SIGKILL'),
    });
    this.child = start(program, args, { cwd: paths.base, env, onLine: this.watch.onLine });
  }

  atWork(): Promise<void> {
    return this.watch.atWork();
  }

  async toEnd(): Promise<HostEnd> {
    const { host, job, signal, place } = this.parts.setting;
    const { child, watch } = this;
    const feeding = Promise.all(host.pipes.map((feed) => feedPipes(feed, this.pipePlace(), watch.onPipe, watch.ended)));
    // Its failure is told below; meanwhile the program must not wait for bytes that never come.
    feeding.catch(() => child.killGroup('SIGKILL'));
    const unwatch = job.onUsage && place === 0 && child.pid ? watchProcess(child.pid, job.onUsage) : undefined;
    watch.begin();
    let durationMs = 0;
    let endedAt = 0;
    const finished = await child.finished.finally(async () => {
      durationMs = watch.elapsedMs;
      endedAt = Date.now();
      unwatch?.();
      watch.end();
      await feeding.catch(() => undefined);
      for (const fifo of this.fifos) await rm(fifo, { force: true });
    });
    await feeding;
    signal.throwIfAborted();
    return {
      ended: job.outputClosedEarly ? endBehindClosedOutput(watch.lines, finished) : finished,
      timedOut: watch.timedOut,
      abandoned: watch.abandoned,
      durationMs,
      endedAt,
      signalledAtMs: await watch.signalledAtMs,
    };
  }

  async outcome(end: HostEnd): Promise<HostOutcome> {
    const { setting: { host }, paths, before } = this.parts;
    return {
      ...end,
      name: host.name,
      lines: this.watch.lines,
      pipes: this.watch.pipes,
      paths,
      strangeModelEntries: (await listFolder(paths.model)).others,
      writtenElsewhere: before ? changedPaths(before, await baseContent(paths.base, ownFolders(paths))) : [],
    };
  }

  private pipePlace(): PipePlace {
    const { start, paths: { inputData } } = this.parts;
    return {
      makeFifo: async (name) => {
        const path = `${inputData}/${name}`;
        this.fifos.push(path);
        const { exitCode, lastLines } = await start('mkfifo', [path]).finished;
        if (exitCode !== 0) throw new Error(`no FIFO ${name}: ${lastLines.join(' ')}`);
      },
      async script(text, fifo, options) {
        return (await start('sh', ['-c', text, `${inputData}/${fifo}`], options).finished).exitCode;
      },
      lagMs: FEEDER_LAG_MS,
    };
  }
}

/** Folders of the job, relative to the base. */
export const ownFolders = ({ base, model, output, checkpoints }: OptMlPaths): string[] =>
  [model, output, checkpoints].map((path) => relative(base, path).split(sep).join('/'));
