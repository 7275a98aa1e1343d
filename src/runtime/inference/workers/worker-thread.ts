import type { Worker } from 'node:worker_threads';
import type { AbortKind } from '../abortable-caller';
import { WORKER_ARGUMENT, type FromWorker, type NumberedRequest, type PoolWorkerData, type ToWorker } from './protocol';
import { describeError } from '../../shared/describe-error';

/** Loaded with the first worker: a server without any starts sooner. */
const workerThreads = (): typeof import('node:worker_threads') => process.getBuiltinModule('node:worker_threads');

/** How worker threads are started. */
export interface ThreadOptions {
  /** The bundle, which takes the worker's half there. */
  readonly program: string;
  /** Unit: MiB */
  readonly heapMaxMb?: number;
}

/** Whoever a thread reports to. */
export interface ThreadOwner {
  heard(thread: WorkerThread, message: FromWorker): void;
  /**
   * @param how it ended, in words
   * @param error that ended it
   */
  ended(thread: WorkerThread, how: string, error?: unknown): void;
}

/** One worker thread, as the main thread sees it. */
export class WorkerThread {
  /** Numbers of the requests that it has been given and not finished. */
  readonly running = new Set<number>();
  isReady = false;
  hasAnswered = false;
  private readonly worker: Worker;
  private error: unknown;
  private stopReason: string | undefined;

  /** @param isSpokesman whether it says in the log what all of them would say about the model */
  constructor(readonly index: number, isSpokesman: boolean, { program, heapMaxMb }: ThreadOptions, owner: ThreadOwner) {
    const workerData: PoolWorkerData = { smAlgorithmWorker: { isSpokesman } };
    this.worker = new (workerThreads().Worker)(program, {
      workerData,
      argv: [...process.argv.slice(2), WORKER_ARGUMENT],
      name: `predict ${index + 1}`,
      ...(heapMaxMb !== undefined && { resourceLimits: { maxOldGenerationSizeMb: heapMaxMb } }),
    });
    this.worker.on('message', (message: FromWorker) => owner.heard(this, message));
    this.worker.on('error', (error) => { this.error = error; });
    this.worker.once('exit', (code) => owner.ended(this, this.howItEnded(code), this.error));
  }

  get isIdle(): boolean {
    return this.isReady && this.running.size === 0 && this.stopReason === undefined;
  }

  work(requests: readonly NumberedRequest[], transfer: ArrayBuffer[]): void {
    for (const { id } of requests) this.running.add(id);
    this.say({ type: 'work', requests }, transfer);
  }

  /** It has said its last word about a request. */
  finished(id: number): void {
    this.running.delete(id);
    this.hasAnswered = true;
  }

  abort(id: number, kind: AbortKind): void {
    this.say({ type: 'abort', id, kind });
  }

  credit(id: number): void {
    this.say({ type: 'credit', id });
  }

  /** Tells it that the container is asked to stop. */
  stop(): void {
    this.say({ type: 'stop' });
  }

  /** Ends it whatever it does. @param reason in words */
  end(reason: string): void {
    if (this.stopReason !== undefined) return;
    this.stopReason = reason;
    void this.worker.terminate();
  }

  private howItEnded(exitCode: number): string {
    if (this.stopReason !== undefined) return this.stopReason;
    return this.error === undefined ? `its code ended it (process.exit, exit code ${exitCode})` : describeError(this.error);
  }

  private say(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.worker.postMessage(message, transfer);
  }
}
