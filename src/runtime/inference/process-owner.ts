import { SERVE_STOP_GRACE_MS } from '../../contract/container-http';
import { EXIT_CODE } from '../../contract/job-outcome';
import type { Log } from '../shared/log';
import { flushAndExit, ignoreClosedOutput, onStopSignal, onUncaught } from '../shared/process-life';
import { RuntimeError } from '../shared/runtime-error';
import { isA } from '../shared/unknown-error';

/** What holds for the process of one server, whatever the algorithm. */
export interface ProcessLimits {
  /** Time between SIGTERM and SIGKILL. Unit: ms */
  readonly graceMs: number;
  /** Part of the grace that is kept for the end of the log. Unit: ms */
  readonly marginMs: number;
  /** Time between two words in the log about a model that loads. Unit: ms */
  readonly progressMs: number;
  /** JavaScript's heap in each worker; a share of the container's memory when absent. Unit: MiB */
  readonly heapMaxMb?: number;
}

/** What serving keeps to where a test sets nothing else. */
export const PROCESS_LIMITS: ProcessLimits = { graceMs: SERVE_STOP_GRACE_MS, marginMs: 5_000, progressMs: 10_000 };

/** How the process should end when something was thrown. */
export const exitCodeOf = (error: unknown): number => isA(error, RuntimeError) ? error.exitCode : EXIT_CODE.algorithmError;

/** Owns a process: its signals, what nobody caught, its end. */
export abstract class ProcessOwner {
  protected readonly stop = new AbortController();
  private ended = false;

  constructor(protected readonly limits: ProcessLimits, protected readonly log: Log) {}

  watch(): void {
    ignoreClosedOutput();
    onStopSignal((name) => this.askedToStop(name));
    onUncaught((error, kind) => this.uncaught(error, kind));
  }

  /** Whoever asks first is heard. */
  protected askedToStop(signal: NodeJS.Signals): void {
    if (this.stop.signal.aborted) return;
    this.stop.abort();
    void this.stopServing(signal);
  }

  /** Called once, when the container is asked to stop. */
  protected abstract stopServing(signal: NodeJS.Signals): Promise<void>;

  protected tellStop(signal: NodeJS.Signals): void {
    this.log.info(`${signal}: the server takes no new connections, finishes the requests that it has and stops`);
  }

  /** Says why nothing can be served, and ends the process. */
  protected fail(message: string, error: unknown): void {
    this.log.error(message, error);
    this.end(exitCodeOf(error));
  }

  protected end(exitCode: number): void {
    if (this.ended) return;
    this.ended = true;
    void flushAndExit(exitCode, this.limits.marginMs / 2);
  }

  private uncaught(error: unknown, kind: 'exception' | 'rejection'): void {
    // A promise that nobody awaits, say of a prediction whose caller has gone, must not take the other requests with it.
    if (kind === 'rejection') this.log.error('a promise was rejected and nobody awaited it', error);
    else this.fail('an exception reached the top of the program', error);
  }
}
