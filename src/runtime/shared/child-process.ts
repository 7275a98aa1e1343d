import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';

/** Longest wait for a tool that only lists what there is. Unit: ms */
const LISTING_MAX_MS = 5_000;

/** What a small tool prints, or undefined when it is not there, fails or takes long. */
export function outputOf(file: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(file, args, { encoding: 'utf8', timeout: LISTING_MAX_MS, stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout : undefined;
}

/** Longest wait for what an ended child has written and nobody has read yet. Unit: ms */
const LAST_WORDS_MAX_MS = 2_000;

export interface ChildOptions {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
}

/** How a child process has ended. */
export interface ChildEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  /** Waits for its last words, not for what it leaves behind. @throws the system's error when the program cannot be started */
  readonly ended: Promise<ChildEnd>;
  /** Signals the child and the processes that it has started. */
  kill(signal: NodeJS.Signals): void;
}

/** Hands on what a stream gives as it comes, and waits where its reader is slow. */
function handOn(from: Readable, to: NodeJS.WriteStream, look: (chunk: Buffer) => void): void {
  from.on('data', (chunk: Buffer) => {
    look(chunk);
    // A reader that has gone away must not hold up the child.
    if (to.write(chunk) || !to.writable) return;
    from.pause();
    const goOn = (): void => {
      for (const event of ['drain', 'close']) to.off(event, goOn);
      from.resume();
    };
    for (const event of ['drain', 'close']) to.on(event, goOn);
  });
}

/**
 * Starts a program in a process group of its own, which ends with this process at the latest. What it prints goes to the output of
 * this process, standard output without a detour.
 * @param onStderr sees what goes to standard error
 */
export function startChild(file: string, args: readonly string[], options: ChildOptions, onStderr: (chunk: Buffer) => void): Child {
  const child: ChildProcessByStdio<null, null, Readable> = spawn(file, args, { ...options, stdio: ['ignore', 'inherit', 'pipe'], detached: true });
  const kill = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch { /* it has ended */ }
  };
  const killAll = (): void => kill('SIGKILL');
  process.on('exit', killAll);
  handOn(child.stderr, process.stderr, onStderr);
  const ended = new Promise<ChildEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => {
      // Whatever the program has left behind would hold its standard error open; what has gone to a session of its own still does.
      killAll();
      const timer = setTimeout(() => {
        child.stderr.destroy();
        resolve({ exitCode, signal });
      }, LAST_WORDS_MAX_MS);
      child.once('close', () => {
        clearTimeout(timer);
        resolve({ exitCode, signal });
      });
    });
  });
  return { ended: ended.finally(() => process.off('exit', killAll)), kill };
}
