/** Pieces of an answer whose end somebody wants to know, and who may break them off. */
export class FollowedPieces implements AsyncIterableIterator<Uint8Array> {
  private readonly pieces: AsyncIterator<Uint8Array>;
  private broken: Error | undefined;
  private breakNext: ((error: Error) => void) | undefined;
  private isOver = false;

  /** @param onEnd is called once: after the last piece, an error, or when nobody wants more */
  constructor(pieces: AsyncIterable<Uint8Array>, private readonly onEnd: () => void) {
    this.pieces = pieces[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    if (this.broken) throw this.broken;
    try {
      const found = await Promise.race([this.pieces.next(), new Promise<never>((_, reject) => { this.breakNext = reject; })]);
      if (found.done) this.end();
      return found;
    } catch (error) {
      this.end();
      throw error;
    } finally {
      this.breakNext = undefined;
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.end();
    await this.pieces.return?.();
    return { done: true, value: undefined };
  }

  /** Lets the reader see an error instead of the next piece; whoever gives the pieces is told to stop. */
  break(error: Error): void {
    this.broken = error;
    this.breakNext?.(error);
    // It may be busy for long, and what it says in the end is of no use.
    void Promise.resolve(this.pieces.return?.()).catch(() => {});
  }

  private end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.onEnd();
  }
}
