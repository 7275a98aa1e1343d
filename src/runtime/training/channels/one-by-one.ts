/** An iterator over lists that gives their items: what is there costs no more than a settled promise. */
class OneByOne<T> implements AsyncIterableIterator<T> {
  private items: readonly T[] = [];
  private at = 0;
  private loading: Promise<unknown> | undefined;

  constructor(private readonly lists: AsyncIterator<readonly T[]>) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T>> {
    if (this.at < this.items.length) return Promise.resolve({ done: false, value: this.items[this.at++] });
    // Who asks again before the last answer waits for it, as with a generator.
    const next = this.loading ? this.loading.then(() => this.next(), () => this.next()) : this.load();
    return next;
  }

  async return(): Promise<IteratorResult<T>> {
    this.items = [];
    await this.lists.return?.();
    return { done: true, value: undefined };
  }

  private load(): Promise<IteratorResult<T>> {
    const loaded = this.nextList();
    this.loading = loaded;
    const idle = (): void => void (this.loading = undefined);
    loaded.then(idle, idle);
    return loaded;
  }

  private async nextList(): Promise<IteratorResult<T>> {
    for (;;) {
      const list = await this.lists.next();
      if (list.done) return { done: true, value: undefined };
      if (list.value.length === 0) continue;
      this.items = list.value;
      this.at = 1;
      return { done: false, value: this.items[0] };
    }
  }
}

/** The items of lists, one by one. The lists are asked for as late as can be. */
export const oneByOne = <T>(lists: AsyncIterable<readonly T[]>): AsyncIterableIterator<T> => new OneByOne(lists[Symbol.asyncIterator]());
