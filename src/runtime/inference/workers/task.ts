import type { AbortKind } from '../abortable-caller';
import type { Answer } from '../answer';
import type { Caller, InvocationRequest } from '../answering';
import type { Place } from '../backlog';
import { ReceivedPieces } from './received-pieces';

/** Whoever runs a task. */
export interface TaskOwner {
  /** Nobody wants the answer any more, then perhaps its time is up as well; each called once, and not after the end. */
  unwanted(task: Task, kind: AbortKind): void;
  /** The caller has taken a piece of the answer. */
  taken(task: Task): void;
}

/** One request in the pool: from the queue to its last word. */
export class Task {
  readonly arrivedAt = performance.now();
  readonly answer: Promise<Answer>;
  /** The caller has got the last word. */
  isOver = false;
  private readonly resolve: (answer: Answer) => void;
  private readonly reject: (error: Error) => void;
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly signal: AbortSignal;
  private pieces: ReceivedPieces | undefined;
  private unwanted: AbortKind | undefined;

  /** @param timeoutMs undefined for no limit */
  constructor(
    readonly id: number, readonly request: InvocationRequest, caller: Caller, readonly place: Place, timeoutMs: number | undefined,
    private readonly owner: TaskOwner,
  ) {
    let settle: [(answer: Answer) => void, (error: Error) => void];
    this.answer = new Promise((resolve, reject) => { settle = [resolve, reject]; });
    [this.resolve, this.reject] = settle!;
    this.signal = caller.signal;
    this.signal.addEventListener('abort', this.gone, { once: true });
    if (timeoutMs !== undefined) this.timer = setTimeout(() => this.giveUp('late'), timeoutMs);
  }

  answered(answer: Answer): void {
    this.over();
    this.resolve(answer);
  }

  /** The answer is one of pieces. */
  begun(head: Omit<Answer, 'body'>): void {
    this.pieces = new ReceivedPieces(() => this.owner.taken(this), () => this.giveUp('gone'));
    this.resolve({ ...head, body: this.pieces });
  }

  piece(bytes: Uint8Array): void {
    this.pieces?.push(bytes);
  }

  ended(): void {
    this.over();
    this.pieces?.end();
  }

  failed(error: Error): void {
    this.over();
    this.reject(error);
    this.pieces?.end(error);
  }

  private readonly gone = (): void => this.giveUp('gone');

  private giveUp(kind: AbortKind): void {
    if (this.isOver || this.unwanted === kind || this.unwanted === 'late') return;
    this.unwanted = kind;
    this.owner.unwanted(this, kind);
  }

  private over(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.signal.removeEventListener('abort', this.gone);
  }
}
