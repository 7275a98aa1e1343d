/** An answer whose beginning is known when it is given: what a predictor says in headers, or ends by, is known with its first piece. */
class BegunPieces implements AsyncIterableIterator<Uint8Array> {
  constructor(private readonly rest: AsyncIterator<Uint8Array>, private first: Promise<IteratorResult<Uint8Array>> | undefined) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    const next = this.first ?? this.rest.next();
    this.first = undefined;
    return next;
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    await this.rest.return?.();
    return { done: true, value: undefined };
  }
}

/**
 * The same pieces once the first one, or the end, is there.
 * @throws whatever the pieces throw before
 */
export async function begun(pieces: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new BegunPieces(iterator, Promise.resolve(await iterator.next()));
}

/** Text as UTF-8, bytes as they are. */
export const bytesOf = (piece: string | Uint8Array): Uint8Array => typeof piece === 'string' ? Buffer.from(piece) : piece;

/** Two pieces as one. */
export function joined(first: string | Uint8Array, second: string | Uint8Array): string | Uint8Array {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  return typeof first === 'string' && typeof second === 'string' ? first + second : Buffer.concat([bytesOf(first), bytesOf(second)]);
}
