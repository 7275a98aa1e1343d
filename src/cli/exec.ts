/** The only place that starts other programs. */
import { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { execa, type Result } from 'execa';

export interface OutputLine {
  readonly text: string;
  readonly stream: 'stdout' | 'stderr';
}

export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment of the child; by default that of this program. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Readable | string;
  /** Ends the child; the call then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** What the child is sent when `signal` aborts. @default SIGTERM, and SIGKILL after 5 s */
  readonly abortsWith?: 'SIGKILL';
  /** Takes each line of output as it arrives; no more is read while it works. When it fails the child is ended. */
  readonly onLine?: (line: OutputLine) => void | Promise<void>;
  /** Takes standard output as bytes; it is not kept then. Its end is waited for. */
  readonly onStdout?: (bytes: Readable) => Promise<unknown>;
  /** Unit: ms. */
  readonly timeoutMs?: number;
}

/** How a child ended. A bad exit is a value here, not an exception: the caller knows what it means. */
export interface Finished {
  /** Can be pasted into a shell. */
  readonly command: string;
  readonly cwd: string;
  readonly exitCode?: number;
  readonly signal?: string;
  /** Why the program could not even be started. */
  readonly startError?: string;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** The last lines of both streams, in order of arrival. */
  readonly lastLines: readonly string[];
}

export interface Child {
  readonly pid?: number;
  readonly finished: Promise<Finished>;
  /** Sends a signal to the child alone; false when it is gone. */
  kill(signal: NodeJS.Signals): boolean;
  /** Sends a signal to the child and everything it started. */
  killGroup(signal: NodeJS.Signals): void;
}

export type Start = (file: string, args: readonly string[], options?: RunOptions) => Child;
export type Run = (file: string, args: readonly string[], options?: RunOptions) => Promise<Finished>;

/** Unit: lines. */
const LAST_LINES = 200;
/** Unit: ms. */
const FORCE_KILL_AFTER_MS = 5_000;

/** A program that was started and runs. */
export interface LiveChild {
  readonly pid: number;
  readonly program: string;
}

const liveGroups = new Map<number, LiveChild>();
let tellChildren: ((children: readonly LiveChild[]) => void) | undefined;
// Nothing outlives this program, not even when it ends by a bug of its own.
process.on('exit', () => liveGroups.forEach(({ pid }) => signalGroup(pid, 'SIGKILL')));

/** Tells at once, before anything else happens, which programs run, whenever one is started or has ended. */
export function onChildren(tell: (children: readonly LiveChild[]) => void): void {
  tellChildren = tell;
}

function keepGroup(pid: number, program: string): void {
  liveGroups.set(pid, { pid, program });
  tellChildren?.([...liveGroups.values()]);
}

function dropGroup(pid: number): void {
  liveGroups.delete(pid);
  tellChildren?.([...liveGroups.values()]);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    // A negative id means the whole group; Windows has no groups.
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** Starts a program in a group of its own, so that a Ctrl-C in the terminal reaches it only through us. */
export const start: Start = (file, args, options = {}) => {
  const child = execa(file, args, execaOptions(options));
  const { pid } = child;
  if (pid) {
    keepGroup(pid, file);
    // As with a container, what the first process started ends with it; it could hold our pipes open for ever.
    child.once('exit', () => signalGroup(pid, 'SIGKILL'));
  }
  const lastLines: string[] = [];
  const reading: Promise<unknown>[] = [];
  let untaken: { readonly reason: unknown } | undefined;
  const lines = (stream: Readable, name: OutputLine['stream']) => readLines(stream, name, lastLines, options.onLine).catch((reason: unknown) => {
    untaken ??= { reason };
    // What was written before the end has to go somewhere, or the pipe stays open.
    stream.resume();
    if (pid) signalGroup(pid, 'SIGKILL');
  });
  if (child.stdout) reading.push(options.onStdout?.(kept(child.stdout)) ?? lines(child.stdout, 'stdout'));
  if (child.stderr) reading.push(lines(child.stderr, 'stderr'));
  // A child that ends early breaks the pipe; its exit code says why.
  if (typeof options.input === 'object' && child.stdin) options.input.pipe(child.stdin.on('error', () => undefined));
  return {
    pid,
    // Node would send that of a program which could not be started to a number that it never set. Node's own kill, since that of execa
    // sends SIGKILL 5 s after SIGTERM: how long the program has is the matter of whoever asks.
    kill: (signal) => pid !== undefined && ChildProcess.prototype.kill.call(child, signal),
    killGroup: (signal) => pid && signalGroup(pid, signal),
    finished: finish(),
  };

  async function finish(): Promise<Finished> {
    const [result, ...readers] = await Promise.allSettled([child, ...reading]);
    if (pid) dropGroup(pid);
    if (result.status === 'rejected') throw result.reason;
    if (untaken) throw untaken.reason;
    if (result.value.isCanceled && options.signal?.aborted) throw options.signal.reason;
    const unread = readers.find((reader) => reader.status === 'rejected');
    if (unread && result.value.exitCode === 0) throw unread.reason;
    return toFinished(file, result.value, lastLines);
  }
};

/** execa lets a stream flow into nothing unless somebody reads it at once; whoever takes bytes may have to make a folder first. */
function kept(stream: Readable): Readable {
  const bytes = new PassThrough();
  // Its error is that of `bytes`, too.
  pipeline(stream, bytes, () => undefined);
  return bytes;
}

const execaOptions = (options: RunOptions) => ({
  cwd: options.cwd,
  ...(options.env && { env: options.env, extendEnv: false }),
  ...(typeof options.input === 'string' ? { input: options.input } : { stdin: options.input ? 'pipe' : 'ignore' } as const),
  ...(options.signal && { cancelSignal: options.signal }),
  ...(options.abortsWith && { killSignal: options.abortsWith }),
  ...(options.timeoutMs && { timeout: options.timeoutMs }),
  forceKillAfterDelay: FORCE_KILL_AFTER_MS,
  detached: process.platform !== 'win32',
  windowsHide: true,
  reject: false,
  // Output that is read as it comes is not kept as well: a training log has no bounds.
  buffer: !options.onLine && !options.onStdout,
});

function toFinished(file: string, result: Result, lastLines: readonly string[]): Finished {
  const { escapedCommand, cwd, exitCode, signal, timedOut, code, originalMessage } = result;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const notStarted = exitCode === undefined && !signal && !timedOut;
  return {
    command: escapedCommand,
    cwd,
    exitCode,
    signal,
    timedOut,
    startError: notStarted ? (code === 'ENOENT' ? `${file}: not found` : originalMessage) : undefined,
    stdout: text(result.stdout),
    stderr: text(result.stderr),
    lastLines,
  };
}

export const run: Run = async (file, args, options) => {
  options?.signal?.throwIfAborted();
  return start(file, args, options).finished;
};

async function readLines(stream: Readable, name: OutputLine['stream'], last: string[], onLine?: RunOptions['onLine']): Promise<void> {
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  stream.on('error', () => lines.close());
  for await (const text of lines) {
    last.push(text);
    if (last.length > LAST_LINES) last.shift();
    await onLine?.({ text, stream: name });
  }
}
