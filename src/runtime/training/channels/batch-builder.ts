import type { NumberBatch } from '../../shared/number-batch';

/** First room of a row whose length nobody knows yet. */
const FIRST_ROOM = 256;

/** Gathers numbers row by row and cuts them into batches. */
export class BatchBuilder {
  /** Numbers in a row; 0 until the first row has ended. */
  columns = 0;
  /** How many numbers of the batch are there. */
  size = 0;
  /** Where they are. */
  values: Float64Array;
  private rows = 0;
  private full: NumberBatch[] = [];

  constructor(private readonly batchRows: number) {
    this.values = new Float64Array(FIRST_ROOM);
  }

  /** Up to which size the row that has begun may be written: the end of what is there, or of the row. */
  room(): number {
    return this.columns > 0 ? Math.min(this.values.length, this.size + this.columns) : this.values.length;
  }

  /** Makes room for more numbers. */
  grow(): Float64Array {
    const most = this.columns > 0 ? this.batchRows * this.columns : Infinity;
    // Not at once what the batch may become: it may end long before.
    const values = new Float64Array(Math.min(this.values.length * 2, most));
    values.set(this.values);
    return (this.values = values);
  }

  /** @param size how many numbers of the batch are there now */
  endRow(size: number): void {
    this.size = size;
    this.rows++;
    if (this.rows === this.batchRows) this.cut();
  }

  /** The batches that have become full since the last call; at the end the one that has not, too. */
  take(isEnd: boolean): NumberBatch[] {
    if (isEnd && this.rows > 0) this.cut();
    const { full } = this;
    this.full = [];
    return full;
  }

  private cut(): void {
    const { rows, columns, size } = this;
    this.full.push({ rows, columns, values: size === this.values.length ? this.values : this.values.slice(0, size) });
    this.values = new Float64Array(Math.max(size, 1));
    this.size = 0;
    this.rows = 0;
  }
}
