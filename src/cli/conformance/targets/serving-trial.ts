/**
 * How checks of kind I look at an algorithm. A *serving trial* is one server under chosen conditions: the model that it finds, what
 * its environment says, where it may write. A *serving target* starts servers, as processes or as containers, and tells what can be
 * seen from outside while they run: the log with times, the end, the memory, the files. What is asked of a server is plain HTTP and
 * the business of the checks. Where a target cannot make a condition it says why.
 */
import type { LogLine } from '../../engine/hosts/hosts-job';
import type { Ended } from '../../simulator/exit-code';

/** What a server finds as `/opt/ml/model`. */
export interface TrialModel {
  /** Folder with the model; without it the model folder is empty. */
  readonly from?: string;
  /** What becomes of each file; undefined takes it away. The name is relative to the folder and uses `/`. */
  readonly altered?: (name: string, content: Buffer) => Buffer | undefined;
}

export interface ServingTrial {
  readonly model: TrialModel;
  readonly env: Readonly<Record<string, string>>;
  /** Said in `SAGEMAKER_BIND_TO_PORT`. @default - 8080 without a word in containers, a free port for processes */
  readonly port?: number;
  /** Only `/tmp` can be written. */
  readonly readOnlyRoot?: boolean;
}

/** A server that was started; it may not be ready yet, or have ended already. */
export interface TrialServer {
  readonly host: string;
  readonly port: number;
  /** `http://host:port`; empty where the server ended before it had an address. */
  readonly url: string;
  /** Where the program finds its model. */
  readonly modelFolder: string;
  /** Another address of the machine that the server runs on, which a server on all interfaces answers on, too. */
  readonly otherHost?: string;
  /** No other network can be reached from it. */
  readonly isolated: boolean;
  readonly lines: readonly LogLine[];
  /** Since the start. Unit: ms. */
  readonly elapsedMs: number;
  /** How it ended by itself or by a signal; undefined while it runs. */
  readonly end: Ended | undefined;
  /** Never rejects; resolves when the log is complete, too. */
  readonly ended: Promise<Ended>;
  /** To process 1 alone, as the service does. Gives the name of a process 1 that could not hear SIGTERM. */
  signal(name: 'SIGTERM' | 'SIGKILL'): Promise<string | undefined>;
  /** Of all that runs there; undefined where that is not told. Unit: bytes. */
  memoryBytes(): Promise<number | undefined>;
  /** Whether anything listens on a port there. */
  listensOn(port: number): Promise<boolean>;
  /** Paths outside of `/tmp` that were written until now, the model folder's among them, as far as the target sees them. */
  written(): Promise<readonly string[]>;
  /** Kills it where it still runs, and removes all that it had. May be called twice. */
  close(): Promise<void>;
}

/** What not every target can do. */
export type ServingAbility =
  /** A network that leads nowhere. */
  | 'isolation'
  | 'readOnlyRoot'
  /** Ports that nobody else uses, the default one among them. */
  | 'ownPorts'
  | 'memory';

export interface ServingTarget {
  readonly name: 'process' | 'docker';
  /** Aborts when the person or the machine wants the program to end. */
  readonly signal: AbortSignal;
  /** Why it cannot; undefined where it can. */
  unable(ability: ServingAbility): string | undefined;
  start(trial: ServingTrial): Promise<TrialServer>;
  /** Closes every server that is still there. Gives a command for each thing that could not be removed. */
  close(): Promise<readonly string[]>;
}
