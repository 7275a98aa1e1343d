import { RuntimeError } from '../shared/runtime-error';

/** The place of one request, from before its body arrives. */
export class Place {
  private isLeft = false;

  constructor(private readonly backlog: Backlog, private bytes: number) {}

  /** Says how long the body is, once that is known. */
  take(bytes: number): void {
    if (bytes === this.bytes || this.isLeft) return;
    this.backlog.changed(0, bytes - this.bytes);
    this.bytes = bytes;
  }

  /** Makes room for others; may be called twice. */
  leave(): void {
    if (this.isLeft) return;
    this.isLeft = true;
    this.backlog.changed(-1, -this.bytes);
  }
}

/** Requests that are in the house and cost memory: bounded by their number and by the bytes of their bodies. */
export class Backlog {
  private count = 0;
  private bytes = 0;
  private refusedCount = 0;

  /** @param maxBytes a request that finds nobody else is taken whatever its size */
  constructor(private readonly maxCount: number, private readonly maxBytes: number) {}

  get size(): number {
    return this.count;
  }

  /** Requests that have been refused since the start. */
  get refused(): number {
    return this.refusedCount;
  }

  /**
   * @param bytes of the body, as far as they are known
   * @param served so many requests more find somebody who serves them at once, and wait for nobody
   * @throws RuntimeError SMA_RUN_OVERLOADED when there is no place
   */
  admit(bytes: number, served = 0): Place {
    const waiting = this.count - served;
    if (waiting > 0 && (waiting >= this.maxCount || this.bytes + bytes > this.maxBytes)) {
      this.refusedCount += 1;
      throw new RuntimeError('SMA_RUN_OVERLOADED', String(this.count));
    }
    return this.enter(bytes);
  }

  /** For what cannot be refused. */
  enter(bytes: number): Place {
    this.changed(1, bytes);
    return new Place(this, bytes);
  }

  changed(count: number, bytes: number): void {
    this.count += count;
    this.bytes += bytes;
  }
}
