/**
 * One start of all hosts of a training job, under chosen conditions: which files they find, what their environment says, how their
 * FIFOs are fed, which signal comes when. And what could be seen of it from outside: the end, the log with times, the files.
 * The simulator gives the conditions of the service, the checks any that they need.
 */
import type { OptMlPaths } from '../../../contract/opt-ml';
import type { ResourceLimits } from '../../docker/docker-args';
import type { OutputLine } from '../../exec';
import type { Ended } from '../../simulator/exit-code';
import type { HostInput } from '../../simulator/host-input';
import type { UsageSample } from '../usage';

/** What has been seen of a host while it runs. */
export interface Progress {
  readonly lines: readonly LogLine[];
  readonly pipes: readonly PipeEvent[];
}

/** Sent to process 1 of one host, once, as soon as `when` is true of what has been seen of the watched host. */
export interface HostSignal {
  readonly name: 'SIGTERM' | 'SIGKILL';
  readonly when: (progress: Progress) => boolean;
  /** Place of the host that is watched. @default 0 */
  readonly watched?: number;
  /** Place of the host that gets it. @default 0 */
  readonly to?: number;
  /** Time until the program is killed. Unit: ms. */
  readonly graceMs: number;
  /** A program that cannot hear it is killed at once, instead of when the time is up. */
  readonly endsDeaf?: boolean;
}

/** Asks all hosts to stop, as the service does: SIGTERM, a while, SIGKILL. */
export interface StopOrder {
  /** Aborts when they shall stop. */
  readonly signal: AbortSignal;
  /** Unit: ms. */
  readonly graceMs: number;
}

export interface HostsJob {
  readonly hosts: readonly HostInput[];
  readonly env: Readonly<Record<string, string>>;
  /** Memory and processors of each host; without it those of the machine. */
  readonly limits?: ResourceLimits;
  /** Only the model, output and checkpoints folders and `/tmp` can be written. */
  readonly readOnlyRoot?: boolean;
  readonly signal?: HostSignal;
  readonly stop?: StopOrder;
  /** The reader of standard output goes away at once. */
  readonly outputClosedEarly?: boolean;
  /** A host starts only when the one before it has written a line: its name cannot be resolved until then. */
  readonly oneAfterTheOther?: boolean;
  /** Hosts go on when another has ended badly; by default they are killed: the job is lost then. */
  readonly keepPeers?: boolean;
  /** After it all is over for whoever still runs. Unit: ms. @default - no limit */
  readonly limitMs?: number;
  /** Newest lines of each host that are kept for its outcome. @default - all */
  readonly keptLines?: number;
  /** Takes each line of the host at a place as it comes; no more is read while it works. */
  readonly onLine?: (line: LogLine, place: number) => void | Promise<void>;
  /** Takes what the first host uses, every now and then while it runs. */
  readonly onUsage?: (sample: UsageSample) => void;
  /** Told when all hosts run, and when the last one has ended. */
  readonly onPhase?: (phase: HostsPhase) => void;
}

export type HostsPhase = 'running' | 'ended';

export interface LogLine extends OutputLine {
  /** Since the start of the host. Unit: ms. */
  readonly atMs: number;
}

export interface PipeEvent {
  readonly fifo: string;
  /** `held`: all bytes are written and the writer stays. `left`: the reader closed before the end. */
  readonly what: 'opened' | 'held' | 'ended' | 'left';
  readonly atMs: number;
  /** With `opened`: a FIFO of the channel that the reader has not closed yet. */
  readonly stillOpen?: string;
}

/** How a host ended, and when. */
export interface HostEnd {
  readonly ended: Ended;
  /** It was killed: at the limit of the job, or at the end of the time that its signal gave it. */
  readonly timedOut: boolean;
  /** Name of process 1, where it could not hear the SIGTERM that it was sent and was killed at once. */
  readonly deaf?: string;
  /** It was killed because another host had ended badly: the job is lost then. */
  readonly abandoned: boolean;
  readonly durationMs: number;
  /** Unit: ms since 1970. */
  readonly endedAt: number;
  /** When the signal reached a program that was running. Unit: ms since the start. */
  readonly signalledAtMs?: number;
}

/** All that could be seen of one host. */
export interface HostOutcome extends Progress, HostEnd {
  readonly name: string;
  /** Folders of this machine with what the program left. */
  readonly paths: OptMlPaths;
  /** What it left in the model folder and is neither file nor folder. */
  readonly strangeModelEntries: readonly string[];
  /** Paths outside of the model, output and checkpoints folders and `/tmp` that were written, as far as that is looked at and seen. */
  readonly writtenElsewhere: readonly string[];
}

/** A host that was made ready. Whoever makes it removes what it made. */
export interface ReadyHost {
  start(): Promise<void>;
  /** Resolves with the first line, with the end, or after a while. */
  atWork(): Promise<void>;
  /** Its end; to be asked for once, after the start. */
  toEnd(): Promise<HostEnd>;
  /** Copies out what it left. */
  outcome(end: HostEnd): Promise<HostOutcome>;
}

/** What a host is made of. */
export interface HostSetting {
  readonly host: HostInput;
  readonly job: HostsJob;
  readonly place: number;
  /** Aborts when the work is given up. */
  readonly signal: AbortSignal;
  /** Aborts when another host has ended badly. */
  readonly lost: AbortSignal;
  readonly recipient: Recipient;
}

/** Whoever gets the signal of a job: it may be sent before its host has been started. */
export class Recipient {
  private taking?: (signal: HostSignal) => void;
  private waiting?: HostSignal;

  readonly send = (signal: HostSignal): void => {
    if (this.taking) this.taking(signal);
    else this.waiting = signal;
  };

  take(taking: (signal: HostSignal) => void): void {
    this.taking = taking;
    if (this.waiting) taking(this.waiting);
  }
}
