/**
 * How checks of kind T look at an algorithm. A *trial* is one training job under chosen conditions: which files it finds, what
 * its environment says, how its FIFOs are fed, which signal it gets and when. A *target* runs trials, as processes or as
 * containers, and tells what could be seen from outside: the end, the log with times, the files. Checks know neither processes
 * nor containers, and targets know nothing of what a check wants to show, so every check runs on every target; where a target
 * cannot make a condition it says why, and the check is skipped with that reason.
 */
import type { OptMlPaths } from '../../../contract/opt-ml';
import type { OutputLine } from '../../exec';
import type { Ended } from '../../simulator/exit-code';

/** Text, bytes, or a file of this machine. */
export type FileContent = string | Uint8Array | { readonly copyOf: string };

/** What lies below `/opt/ml/input`, as data. */
export interface TrialInput {
  /** Files of `input/config`, by name. */
  readonly config: Readonly<Record<string, string>>;
  /** Files of `input/data`, by path; a path that ends in `/` is a folder without files. */
  readonly data: Readonly<Record<string, FileContent>>;
}

/** How the FIFOs of one channel are fed: `<channel>_0`, `<channel>_1`, … for as long as the program opens them. */
export interface PipeFeed {
  readonly channel: string;
  /** The bytes of an epoch, in the pieces in which they are written. */
  readonly epoch: (epoch: number) => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Each FIFO appears so long after the program has started, or has opened the former one; by default they are there ahead. Unit: ms. */
  readonly lateMs?: number;
  /**
   * So many first pieces of an epoch are written one by one, each a while after the one before and once a reader is there: what
   * lies ready in the FIFO would be read at once, wherever the pieces end.
   */
  readonly pacedPieces?: number;
  /** The writer of this epoch keeps its FIFO open when its bytes are written: who reads on cannot come to an end by himself. */
  readonly holdEpoch?: number;
}

export interface HostTrial {
  /** Name of the host; the other hosts reach it by it. */
  readonly name: string;
  readonly input: TrialInput;
  readonly pipes: readonly PipeFeed[];
  /** Folder whose content is there as `/opt/ml/checkpoints` before the start. */
  readonly checkpoints?: string;
}

/** What has been seen of a host while it runs. */
export interface Progress {
  readonly lines: readonly LogLine[];
  readonly pipes: readonly PipeEvent[];
}

/** Sent to process 1 of the first host, once, as soon as `when` is true of what has been seen of the watched host. */
export interface TrialSignal {
  readonly name: 'SIGTERM' | 'SIGKILL';
  readonly when: (progress: Progress) => boolean;
  /** Place of the host that is watched. @default 0 */
  readonly watched?: number;
  /** Time until the program is killed. Unit: ms. */
  readonly graceMs: number;
}

export interface Trial {
  readonly hosts: readonly HostTrial[];
  readonly env: Readonly<Record<string, string>>;
  /** Only the model, output and checkpoints folders and `/tmp` can be written. */
  readonly readOnlyRoot?: boolean;
  readonly signal?: TrialSignal;
  /** The reader of standard output goes away at once. */
  readonly outputClosedEarly?: boolean;
  /** A host starts only when the one before it has written a line: its name cannot be resolved until then. */
  readonly oneAfterTheOther?: boolean;
  /** Hosts go on when another has ended badly; by default they are killed: the job is lost then. */
  readonly keepPeers?: boolean;
  /** After it the trial is over for whoever still runs. Unit: ms. */
  readonly limitMs: number;
}

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

/** All that could be seen of one host. */
export interface HostOutcome extends Progress {
  readonly name: string;
  readonly ended: Ended;
  /** It was killed: at the limit of the trial, or at the end of the time that its signal gave it. */
  readonly timedOut: boolean;
  /** Name of process 1, where it could not hear the SIGTERM that it was sent; it was killed at once then. */
  readonly deaf?: string;
  /** It was killed because another host had ended badly: the job is lost then. */
  readonly abandoned: boolean;
  readonly durationMs: number;
  /** When the signal reached a program that was running. Unit: ms since the start. */
  readonly signalledAtMs?: number;
  /** Folders of this machine with what the program left. */
  readonly paths: OptMlPaths;
  /** What it left in the model folder and is neither file nor folder. */
  readonly strangeModelEntries: readonly string[];
  /** Paths outside of the model, output and checkpoints folders and `/tmp` that were written, as far as the target sees them. */
  readonly writtenElsewhere: readonly string[];
}

/** What not every target can do. */
export type Ability =
  /** A network of the peers only, or none. */
  | 'isolation'
  | 'readOnlyRoot'
  /** To see every file that was written. */
  | 'allWrites'
  | 'pipes'
  | 'hosts'
  /** Hosts of any name; without it only the names that {@link TrainingTarget.hostNames} gives. */
  | 'hostNames'
  | 'outputClosedEarly';

export interface TrainingTarget {
  readonly name: 'process' | 'docker';
  /** Why it cannot; undefined where it can. */
  unable(ability: Ability): string | undefined;
  /** Names by which that many hosts reach each other. */
  hostNames(count: number): string[];
  /** Runs a trial to its end; one outcome per host, in order. Nothing runs on afterwards, whatever happens. */
  run(trial: Trial): Promise<readonly HostOutcome[]>;
  /** Removes all outcomes. Gives a command for each thing that could not be removed. */
  close(): Promise<readonly string[]>;
}
