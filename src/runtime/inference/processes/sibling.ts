import { PROCESS_ARGUMENT, type FromProcess, type ProcessRole, type ToProcess } from './protocol';
import type { Log } from '../../shared/log';

/** Text that a log would write, in one piece. */
type LogTo = (write: (text: string) => void) => Log;

/** One of several processes that serve together, as it sees itself: what it tells the first process, and hears from that. */
export class Sibling {
  /** Whether all of them have their model. */
  isReleased = false;
  private isUsed = false;
  private released: (() => void) | undefined;
  private snapshot: (() => Promise<unknown>) | undefined;
  private stopping: (() => void) | undefined;
  private readonly gathering = new Map<number, (snapshots: readonly unknown[]) => void>();
  private nextId = 0;

  /** @param count how many processes serve together */
  constructor(readonly role: ProcessRole, readonly count: number, private readonly logTo: LogTo) {
    process.on('message', (message: ToProcess) => this.heard(message));
    process.once('disconnect', () => this.leftAlone());
  }

  /** Whether it has taken another's place. */
  get isLater(): boolean {
    return this.role === 'replacement' || this.role === 'stand-in';
  }

  /** Says that there is something to predict, once. */
  used(): void {
    if (this.isUsed) return;
    this.isUsed = true;
    void this.say({ type: 'used' });
  }

  /** Says that the model is there. @returns when all have theirs */
  ready(): Promise<void> {
    return new Promise((resolve) => {
      this.released = resolve;
      void this.say({ type: 'ready' });
    });
  }

  /** Says that connections are taken and answered, after {@link ready}. */
  serving(): void {
    void this.say({ type: 'serving' });
  }

  /** Says that no new connections are taken. */
  closed(): void {
    void this.say({ type: 'closed' });
  }

  /**
   * Says why this process ends, in place of writing it to the log: all might say the same.
   * @returns when it has been said, whether the first process can hear it
   */
  failed(message: string, error: unknown, exitCode: number): Promise<boolean> {
    let text = '';
    this.logTo((lines) => { text += lines; }).error(message, error);
    return this.say({ type: 'failed', text, exitCode });
  }

  /** @param stopping is called when the first process has been asked to stop */
  onStop(stopping: () => void): void {
    this.stopping = stopping;
  }

  /** @param snapshot gives the metrics of this process, as plain data */
  share(snapshot: () => Promise<unknown>): void {
    this.snapshot = snapshot;
  }

  /** Metrics of all processes. */
  gather(): Promise<readonly unknown[]> {
    return new Promise((resolve) => {
      const id = this.nextId++;
      this.gathering.set(id, resolve);
      void this.say({ type: 'gather', id });
    });
  }

  private heard(message: ToProcess): void {
    switch (message.type) {
      case 'serve':
        this.isReleased = true;
        this.released?.();
        return;
      case 'stop':
        this.stopping?.();
        return;
      case 'tell':
        void this.snapshot?.().then((snapshot) => this.say({ type: 'told', id: message.id, snapshot }));
        return;
      case 'gathered':
        this.gathering.get(message.id)?.(message.snapshots);
        this.gathering.delete(message.id);
        return;
      default:
        // node:cluster has messages of its own.
    }
  }

  /** The channel has closed: node:cluster closes it, once the first process was asked to stop, when this one's server has closed. */
  private leftAlone(): void {
    // The message that says so may not have been read.
    this.stopping?.();
    for (const answer of this.gathering.values()) void this.snapshot?.().then((own) => answer([own]));
    this.gathering.clear();
  }

  /** @returns whether it could be said */
  private say(message: FromProcess): Promise<boolean> {
    return new Promise((resolve) => void process.send?.(message, undefined, undefined, (error) => resolve(error === null)));
  }
}

/** Undefined unless this process is one of several that serve together. */
export function siblingOfThisProcess(logTo: LogTo): Sibling | undefined {
  const [mark, role, count] = process.argv.slice(-3);
  return mark === PROCESS_ARGUMENT && process.send ? new Sibling(role as ProcessRole, Number(count), logTo) : undefined;
}
