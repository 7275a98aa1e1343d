import { EXIT_CODE } from '../../contract/job-outcome';

/** How a program ended. */
export interface Ended {
  readonly exitCode?: number;
  readonly signal?: string;
  /** The memory limit of the container ended it. */
  readonly outOfMemory?: boolean;
  /** Why it could not be started at all. */
  readonly startError?: string;
}

/** Codes from 128 on: the program was ended by a signal. */
const SIGNAL_CODES: Readonly<Record<number, string>> = {
  130: 'SIGINT',
  132: 'SIGILL (the image may be made for another processor)',
  134: 'SIGABRT (Node aborts when its heap is full)',
  135: 'SIGBUS',
  136: 'SIGFPE',
  139: 'SIGSEGV (a native module crashed)',
  143: 'SIGTERM',
};

/** The end of a program in plain words; pure. */
export function explainEnd({ exitCode, signal, outOfMemory, startError }: Ended): string {
  if (startError) return `could not be started: ${startError}`;
  if (outOfMemory) return `exit code ${exitCode ?? 137}: the memory limit ended it (out of memory)`;
  if (signal === 'SIGKILL') return 'SIGKILL: killed from outside, mostly because the machine was out of memory';
  if (signal) return `ended by ${signal}`;
  if (exitCode === 137) return 'exit code 137: SIGKILL, mostly because it was out of memory';
  if (exitCode === 125) return 'exit code 125: the engine could not run the container';
  if (exitCode === 126) return 'exit code 126: the program in the image is not executable';
  if (exitCode === 127) return 'exit code 127: the image has no such program, or the program\'s interpreter is missing';
  if (exitCode === EXIT_CODE.inputError) return `exit code ${exitCode}: the input is not what the algorithm declares`;
  if (exitCode === EXIT_CODE.usage) return `exit code ${exitCode}: the image does not know this word; it takes "train" or "serve"`;
  const name = exitCode === undefined ? undefined : SIGNAL_CODES[exitCode];
  return `exit code ${exitCode}${name ? `: ${name}` : ''}`;
}
