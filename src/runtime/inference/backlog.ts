import { RuntimeError } from '../shared/runtime-error';

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

  /** @throws RuntimeError SMA_RUN_OVERLOADED when a request of this size has no place */
  check(bytes: number): void {
    if (this.count === 0 || (this.count < this.maxCount && this.bytes + bytes <= this.maxBytes)) return;
    this.refusedCount += 1;
    throw new RuntimeError('SMA_RUN_OVERLOADED', String(this.count));
  }

  enter(bytes: number): void {
    this.count += 1;
    this.bytes += bytes;
  }

  leave(bytes: number): void {
    this.count -= 1;
    this.bytes -= bytes;
  }
}
