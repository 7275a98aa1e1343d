import type { Channel, NumberBatch } from 'sm-algorithm/training';

/** Rows of a channel, each the target followed by the features. `[rows × columns]`, row-major. */
export type Rows = NumberBatch;

/** Makes numbers from 0 to 1. */
export type Random = () => number;

/** A small seeded generator (mulberry32, public domain). The same seeds give the same numbers. */
export function seeded(...seeds: number[]): Random {
  let state = seeds.reduce((mixed, seed) => Math.imul(mixed ^ seed, 0x9e3779b1) | 0, 0x6d2b79f5);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * One pass over a channel. The passes of a job are the epochs of its stream, so nothing but a few batches is in memory.
 * @param width columns that every row has to have; undefined: any number, two or more
 */
export async function* readRows(channel: Channel, batchRows: number, width?: number): AsyncGenerator<Rows> {
  let read = 0;
  for await (const rows of channel.numbers({ batchRows })) {
    assertUsable(rows, read, channel.name, width);
    read += rows.rows;
    yield rows;
  }
}

function assertUsable({ rows, columns, values }: Rows, before: number, channel: string, width = columns): void {
  if (columns < 2) throw new Error(`channel ${channel}: a row is the target, then the features`);
  if (columns !== width) throw new Error(`channel ${channel} has ${columns} columns; it needs ${width}`);
  for (let index = 0; index < rows * columns; index++) {
    if (Number.isFinite(values[index])) continue;
    const row = before + Math.floor(index / columns) + 1;
    throw new Error(`channel ${channel}, row ${row} of this host: column ${(index % columns) + 1} is not a number`);
  }
}

/** Mixes the rows of each block, since a stream cannot be mixed as a whole. */
export async function* shuffled(blocks: AsyncIterable<Rows>, random: Random): AsyncGenerator<Rows> {
  for await (const { rows, columns, values } of blocks) {
    const mixed = Float64Array.from(values);
    for (let last = rows - 1; last > 0; last--) swapRows(mixed, columns, last, Math.floor(random() * (last + 1)));
    yield { rows, columns, values: mixed };
  }
}

function swapRows(values: Float64Array, columns: number, one: number, other: number): void {
  const kept = values.slice(one * columns, (one + 1) * columns);
  values.copyWithin(one * columns, other * columns, (other + 1) * columns);
  values.set(kept, other * columns);
}

/** Takes rows off a stream by number, whatever the blocks they come in. */
export class RowTaker {
  private readonly blocks: AsyncIterator<Rows>;
  private block: Rows | undefined;
  private taken = 0;

  constructor(blocks: AsyncIterable<Rows>) {
    this.blocks = blocks[Symbol.asyncIterator]();
  }

  /** At most so many rows, as parts of the blocks; none when the stream has ended. */
  async take(count: number): Promise<Rows[]> {
    const parts: Rows[] = [];
    for (let missing = count; missing > 0; ) {
      if (!this.block || this.taken === this.block.rows) {
        const next = await this.blocks.next();
        if (next.done) break;
        this.block = next.value;
        this.taken = 0;
      }
      const { columns, values } = this.block;
      const rows = Math.min(missing, this.block.rows - this.taken);
      parts.push({ rows, columns, values: values.subarray(this.taken * columns, (this.taken + rows) * columns) });
      this.taken += rows;
      missing -= rows;
    }
    return parts;
  }
}
