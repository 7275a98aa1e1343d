/** The pieces of an answer that another thread gives, in the hands of whoever sends them to the caller. */
export class ReceivedPieces implements AsyncIterableIterator<Uint8Array> {
  private readonly waiting: Uint8Array[] = [];
  private wake: (() => void) | undefined;
  private error: Error | undefined;
  private isComplete = false;

  /**
   * @param onTaken a piece has left
   * @param onUnwanted the caller wants no more
   */
  constructor(private readonly onTaken: () => void, private readonly onUnwanted: () => void) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  push(bytes: Uint8Array): void {
    this.waiting.push(bytes);
    this.wake?.();
  }

  /** @param error instead of the next piece; undefined where all have come */
  end(error?: Error): void {
    if (this.isComplete) return;
    this.isComplete = true;
    this.error = error;
    if (error) this.waiting.length = 0;
    this.wake?.();
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    while (this.waiting.length === 0 && !this.isComplete) await new Promise<void>((resolve) => { this.wake = resolve; });
    this.wake = undefined;
    const value = this.waiting.shift();
    if (value !== undefined) {
      this.onTaken();
      return { done: false, value };
    }
    if (this.error) throw this.error;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    if (!this.isComplete) this.onUnwanted();
    this.waiting.length = 0;
    this.end();
    return { done: true, value: undefined };
  }
}
