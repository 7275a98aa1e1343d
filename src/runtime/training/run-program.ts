import { constants, userInfo } from 'node:os';
import { basename } from 'node:path';
import { toArguments } from './sm-environment';
import type { TrainingJob } from './training-job';
import { cutText } from '../../contract/quoted';
import { startChild, type ChildEnd } from '../shared/child-process';
import { oneLine } from '../shared/one-line';
import { RuntimeError } from '../shared/runtime-error';
import { attempt } from '../shared/unknown-error';

export interface ProgramOptions {
  /**
   * Variables besides those of this process and the `SM_*` of {@link TrainingJob.environment}; undefined takes one away. What makes
   * an interpreter load code (`PYTHONPATH`, `PERL5LIB` …) the images drop, because a buyer could set it: what the program needs of
   * that is given here. `HOME` is that of the user.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Folder to run in. @default - that of this process */
  readonly cwd?: string;
}

/** Kept of what the program writes to standard error. Unit: bytes */
const TAIL_BYTES = 16 * 1024;

/** How many of its last lines become the reason, and how long they may be together. Unit: characters */
const REASON_LINES = 3;
const REASON_MAX_CHARS = 700;

/** The exit code of a process that a signal ended, as shells have it. */
const SIGNAL_BASE = 128;

/** A program that ended badly: the job ends with its exit code. */
class ProgramError extends RuntimeError<'SMA_RUN_PROGRAM_FAILED'> {
  override readonly exitCode: number;

  constructor(name: string, how: string, exitCode: number) {
    super('SMA_RUN_PROGRAM_FAILED', name, how);
    this.exitCode = exitCode;
  }
}

/** The last lines that say something: an interpreter's stack is in the log, and a reason is no place for it. */
function reasonOf(tail: string): string {
  const lines = tail.split(/[\r\n]+/).filter((line) => /^[^\s]/.test(line) && !line.startsWith('Traceback (most recent call last)'));
  return cutText(lines.slice(-REASON_LINES).map(oneLine).join(' | '), REASON_MAX_CHARS);
}

const codeOf = ({ exitCode, signal }: ChildEnd): number => exitCode ?? SIGNAL_BASE + constants.signals[signal!];

/** Ended by the signal that asks to stop, whether or not it says so by an exit code of its own. */
function isStopped(end: ChildEnd): boolean {
  return [constants.signals.SIGTERM, constants.signals.SIGINT].some((signal) => codeOf(end) === SIGNAL_BASE + signal);
}

function howItEnded(end: ChildEnd, tail: string): string {
  const how = end.signal === null ? `ended with exit code ${end.exitCode}` : `was ended by ${end.signal}`;
  const memory = codeOf(end) === SIGNAL_BASE + constants.signals.SIGKILL ? ', as a rule because it ran out of memory' : '';
  const reason = reasonOf(tail);
  return `${how}${memory}${reason === '' ? '' : `: ${reason}`}`;
}

/**
 * The home that the system knows of this user; `/`, as container engines have it, for a user that it does not know. The variable is
 * a buyer's, and interpreters load code from below it (Python's `usercustomize`, R's `.Rprofile`).
 */
const home = (): string => attempt(() => userInfo().homedir) ?? '/';

/** The hyperparameters in force as arguments in the manner of AWS's training toolkit, sorted: `-k 3 --rate 0.1`. */
export const hyperparameterArguments = (job: TrainingJob): string[] =>
  toArguments(job.hyperparameters as Readonly<Record<string, unknown>>);

/**
 * Runs a program in any language as the algorithm, or as a part of it. It finds the variables that AWS's training toolkit sets
 * (`SM_MODEL_DIR`, `SM_CHANNEL_TRAINING`, `SM_HP_MAX_DEPTH` …) and writes its model to `SM_MODEL_DIR`. What it prints goes to
 * the log as it comes; metrics with a regex of their own are found there. SIGTERM is handed on to it and to the processes that it
 * has started, which end when it does, and with this process at the latest.
 *
 * @param file name to look up on PATH, or a path
 * @param args as they are, without a shell. The hyperparameters as arguments are `hyperparameterArguments(job)`
 * @throws RuntimeError SMA_RUN_PROGRAM_START; SMA_RUN_PROGRAM_FAILED with the last lines of standard error as the reason and the
 *   program's exit code as the job's; the reason of `job.signal` when it ended because of a stop
 *
 * @example
 * export default defineTraining<Algorithm>((job) =>
 *   runProgram(job, 'python3', ['/opt/program/train.py', ...hyperparameterArguments(job)]));
 */
export async function runProgram(
  job: TrainingJob, file: string, args: readonly string[] = [], options: ProgramOptions = {},
): Promise<void> {
  const { signal } = job;
  signal.throwIfAborted();
  const env = { ...process.env, HOME: home(), ...job.environment({ file, args }), ...options.env };
  let tail = Buffer.alloc(0);
  const child = startChild(file, args, { cwd: options.cwd, env }, (chunk) => {
    tail = Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES);
  });
  const stop = (): void => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  try {
    const end = await child.ended;
    if (end.exitCode === 0) return;
    if (signal.aborted && isStopped(end)) throw signal.reason;
    throw new ProgramError(basename(file), howItEnded(end, tail.toString()), codeOf(end));
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall?.startsWith('spawn')) throw new RuntimeError('SMA_RUN_PROGRAM_START', file, String(code));
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
