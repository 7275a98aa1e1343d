import { LoadAttempts, RETRY_MS } from '../load-attempts';
import type { FromWorker } from './protocol';
import { WorkerThread, type ThreadOptions } from './worker-thread';
import { EXIT_CODE } from '../../../contract/job-outcome';
import type { Log } from '../../shared/log';
import { RuntimeError } from '../../shared/runtime-error';

export interface CrewOptions extends ThreadOptions {
  readonly workers: number;
  readonly write: (text: string) => void;
  readonly log: Log;
  readonly broken: (exitCode: number) => void;
}

/** Whoever gives the threads something to do. */
export interface CrewOwner {
  heard(thread: WorkerThread, message: FromWorker): void;
  /** It has ended, and another one takes its place. */
  ended(thread: WorkerThread): void;
  /** A thread has its model. */
  ready(thread: WorkerThread): void;
}

/** A worker cannot load the model; the log has the reason. */
export class LoadFailure extends Error {
  constructor(readonly exitCode: number) {
    super('a worker could not load the model');
    this.name = 'LoadFailure';
  }
}

/** A number of threads that are all there: whichever ends is replaced. */
export class ThreadCrew {
  private readonly threads: Array<WorkerThread | undefined> = [];
  private readonly attempts = new LoadAttempts();
  private started: { resolve(found: { readonly byRecord: boolean }): void; reject(error: Error): void } | undefined;
  private replaced = 0;
  private isStopping = false;
  private isBroken = false;

  constructor(private readonly options: CrewOptions, private readonly owner: CrewOwner) {}

  /** @throws RuntimeError SMA_RUN_WORKER_ENDED; LoadFailure */
  start(): Promise<{ readonly byRecord: boolean }> {
    return new Promise((resolve, reject) => {
      this.started = { resolve, reject };
      for (let index = 0; index < this.options.workers; index++) this.hire(index);
    });
  }

  /** Tells the threads that the container is asked to stop. One that takes another's place is told later: requests wait for it. */
  stop(): void {
    this.isStopping = true;
    for (const thread of this.threads) if (this.started || thread?.isReady) thread?.stop();
  }

  /** One that has nothing to do. */
  idle(): WorkerThread | undefined {
    return this.threads.find((thread) => thread?.isIdle);
  }

  get idleCount(): number {
    return this.threads.filter((thread) => thread?.isIdle).length;
  }

  counts(): { readonly workers: number; readonly busy: number; readonly replaced: number } {
    const busy = this.threads.filter((thread) => thread !== undefined && thread.running.size > 0).length;
    return { workers: this.options.workers, busy, replaced: this.replaced };
  }

  /** How many have their model. */
  readyCount(): number {
    return this.threads.filter((thread) => thread?.isReady).length;
  }

  private hire(index: number): void {
    this.threads[index] = new WorkerThread(index, index === 0 && this.started !== undefined, this.options, {
      heard: (from, message) => this.heard(from, message),
      ended: (from, how, error) => this.ended(from, how, error),
    });
  }

  private heard(thread: WorkerThread, message: FromWorker): void {
    switch (message.type) {
      case 'log': this.options.write(message.text); break;
      case 'ready': this.ready(thread, message.byRecord); break;
      case 'failed': this.loadFailed(thread, message.exitCode, () => this.options.write(message.text)); break;
      default: this.owner.heard(thread, message);
    }
  }

  private ready(thread: WorkerThread, byRecord: boolean): void {
    thread.isReady = true;
    if (this.isStopping) thread.stop();
    if (this.started && this.readyCount() === this.options.workers) {
      this.started.resolve({ byRecord });
      this.started = undefined;
    }
    this.owner.ready(thread);
  }

  private ended(thread: WorkerThread, how: string, error: unknown): void {
    const { index } = thread;
    // Its load has failed, which has been dealt with.
    if (this.threads[index] !== thread) return;
    if (!thread.isReady) {
      const failure = new RuntimeError('SMA_RUN_WORKER_ENDED', how);
      this.loadFailed(thread, EXIT_CODE.algorithmError, () => this.options.log.error('a worker cannot start', failure));
      return;
    }
    const tell = (): void => this.options.log.error(`worker ${index + 1} ended: ${how}; another one takes its place`, error);
    const wasOfUse = thread.running.size > 0 || thread.hasAnswered;
    this.owner.ended(thread);
    this.replaced += 1;
    // One that ends by itself before its first request would do so for ever.
    if (!wasOfUse) {
      this.loadFailed(thread, EXIT_CODE.algorithmError, tell);
      return;
    }
    tell();
    this.attempts.worked(index);
    this.hire(index);
  }

  /** @param tell writes the reason */
  private loadFailed(thread: WorkerThread, exitCode: number, tell: () => void): void {
    const { index } = thread;
    this.threads[index] = undefined;
    thread.end('it could not load the model');
    if (this.isBroken) return;
    const failures = this.attempts.failed(index);
    // The first load of all is not tried again: whoever starts the container waits for the reason.
    if (!this.attempts.isEnough(index) && (thread.isReady || !this.started)) {
      tell();
      setTimeout(() => this.hire(index), RETRY_MS);
      return;
    }
    this.isBroken = true;
    tell();
    if (failures > 1) this.options.log.error(`worker ${index + 1} could not be replaced: ${failures} attempts in a row failed`);
    if (this.started) this.started.reject(new LoadFailure(exitCode));
    else this.options.broken(exitCode);
  }
}
