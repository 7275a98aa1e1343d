/**
 * How checks of kind T look at an algorithm. A *trial* is one training job under chosen conditions: which files it finds, what
 * its environment says, how its FIFOs are fed, which signal it gets and when. A *target* runs trials, as processes or as
 * containers, and tells what could be seen from outside: the end, the log with times, the files. Checks know neither processes
 * nor containers, and targets know nothing of what a check wants to show, so every check runs on every target; where a target
 * cannot make a condition it says why, and the check is skipped with that reason.
 */
import type { HostOutcome, HostsJob } from '../../engine/hosts/hosts-job';

/** One training job, as a check asks for it. */
export type Trial = HostsJob;

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
