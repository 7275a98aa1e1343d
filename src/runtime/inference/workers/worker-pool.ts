import type { AbortKind } from '../abortable-caller';
import type { Answer } from '../answer';
import type { Caller, InvocationRequest, Occupancy } from '../answering';
import { Backlog, type Place } from '../backlog';
import { CallerGoneError } from '../read-body';
import { handOverRequest } from './handed-over';
import type { FromWorker } from './protocol';
import { Task } from './task';
import { ThreadCrew } from './thread-crew';
import { WaitingLine } from './waiting-line';
import type { WorkerThread, ThreadOptions } from './worker-thread';
import type { BatchingSpec } from '../../../contract/algorithm-spec';
import { QUEUE_MAX_BYTES } from '../../../contract/serving-limits';
import type { Log } from '../../shared/log';
import { RuntimeError } from '../../shared/runtime-error';

/** How long a worker that is busy with a request whose time is up may take to notice. Unit: ms */
const BLOCKED_GRACE_MS = 1_000;

const GONE = 'the caller closed the connection before the answer';

export interface PoolOptions extends ThreadOptions {
  readonly workers: number;
  /** Requests that wait. */
  readonly queueMax: number;
  readonly batching?: BatchingSpec;
  /** Time from the end of a request to its answer. Unit: ms; none when absent */
  readonly timeoutMs?: number;
  /** Takes finished lines of the workers' logs. */
  readonly write: (text: string) => void;
  readonly log: Log;
  /** A worker cannot be replaced: the process has to end. */
  readonly broken: (exitCode: number) => void;
}

/**
 * Worker threads that predict, each one request (or batch) at a time, asynchronous or not: a worker that has to be stopped takes
 * nobody else's request with it.
 */
export class WorkerPool {
  private readonly crew: ThreadCrew;
  private readonly line: WaitingLine;
  private readonly backlog: Backlog;
  /** By number, from the queue to the last word. */
  private readonly tasks = new Map<number, Task>();
  private readonly threadOf = new Map<number, WorkerThread>();
  private batchTimer: NodeJS.Timeout | undefined;
  private nextId = 0;

  constructor(private readonly options: PoolOptions) {
    this.line = new WaitingLine(options.batching);
    this.backlog = new Backlog(options.queueMax, QUEUE_MAX_BYTES);
    this.crew = new ThreadCrew(options, {
      heard: (thread, message) => this.heard(thread, message),
      ended: (thread) => this.threadEnded(thread),
      ready: () => this.dispatch(),
    });
  }

  /**
   * Starts the workers.
   * @returns when every worker has its model
   * @throws RuntimeError; LoadFailure when a worker cannot load its model
   */
  start(): Promise<{ readonly byRecord: boolean }> {
    return this.crew.start();
  }

  /** Tells the workers that the container is asked to stop. What waits is still answered. */
  stop(): void {
    this.crew.stop();
  }

  occupancy(): Occupancy {
    return { ...this.crew.counts(), queued: this.line.length, refused: this.backlog.refused };
  }

  /** @throws RuntimeError SMA_RUN_OVERLOADED when a request of this many bytes would have to wait and there is no place */
  admit(bytes: number): Place {
    return this.backlog.admit(bytes, this.crew.idleCount);
  }

  /** @throws CallerGoneError; RuntimeError with a status */
  async answer(request: InvocationRequest, caller: Caller, place = this.backlog.enter(request.body.length)): Promise<Answer> {
    if (caller.signal.aborted) {
      place.leave();
      throw new CallerGoneError(GONE);
    }
    const task = new Task(this.nextId++, request, caller, place, this.options.timeoutMs, {
      unwanted: (which, kind) => this.unwanted(which, kind),
      taken: ({ id }) => this.threadOf.get(id)?.credit(id),
    });
    this.tasks.set(task.id, task);
    this.line.add(task);
    this.dispatch();
    return task.answer;
  }

  private dispatch(): void {
    clearTimeout(this.batchTimer);
    for (let thread = this.crew.idle(); thread && this.line.length > 0; thread = this.crew.idle()) {
      const { tasks, waitMs } = this.line.next(performance.now());
      if (!tasks) {
        if (waitMs !== undefined) this.batchTimer = setTimeout(() => this.dispatch(), waitMs);
        return;
      }
      this.give(thread, tasks);
    }
  }

  private give(thread: WorkerThread, tasks: readonly Task[]): void {
    const transfer: ArrayBuffer[] = [];
    const requests = tasks.map((task) => {
      task.place.leave();
      this.threadOf.set(task.id, thread);
      const handed = handOverRequest(task.request);
      transfer.push(...handed.transfer);
      return { id: task.id, request: handed.value };
    });
    thread.work(requests, transfer);
  }

  private heard(thread: WorkerThread, message: FromWorker): void {
    if (!('id' in message)) return;
    const task = this.tasks.get(message.id);
    switch (message.type) {
      case 'begun': task?.begun(message.head); return;
      case 'piece': task?.piece(message.bytes); return;
      case 'answered': task?.answered(message.answer); break;
      case 'refused': task?.failed(RuntimeError.received(message.code, message.message)); break;
      case 'end': task?.ended(); break;
    }
    this.forget(message.id);
    thread.finished(message.id);
    if (thread.isIdle) this.dispatch();
  }

  private unwanted(task: Task, kind: AbortKind): void {
    const { id } = task;
    const error = kind === 'late' ? new RuntimeError('SMA_RUN_TIMEOUT', String(this.options.timeoutMs! / 1000)) : new CallerGoneError(GONE);
    if (this.line.remove(task)) {
      task.place.leave();
      this.forget(id);
      task.failed(error);
      return;
    }
    const thread = this.threadOf.get(id)!;
    thread.abort(id, kind);
    // Whoever has gone may keep a worker until his time is up: the predictor decides whether it looks at the signal.
    if (kind === 'gone') return;
    task.failed(error);
    this.endIfBlocked(thread, id);
  }

  private endIfBlocked(thread: WorkerThread, id: number): void {
    setTimeout(() => {
      if (!thread.running.has(id)) return;
      // As long as another request of the batch has time, its worker has.
      if ([...thread.running].some((other) => this.tasks.get(other)?.isOver === false)) this.endIfBlocked(thread, id);
      else thread.end(`it was still busy ${BLOCKED_GRACE_MS / 1000} s after the time for its answer`);
    }, BLOCKED_GRACE_MS).unref();
  }

  private threadEnded(thread: WorkerThread): void {
    for (const id of thread.running) {
      this.tasks.get(id)?.failed(new RuntimeError('SMA_RUN_PREDICTION_FAILED'));
      this.forget(id);
    }
    thread.running.clear();
  }

  private forget(id: number): void {
    this.tasks.delete(id);
    this.threadOf.delete(id);
  }
}
