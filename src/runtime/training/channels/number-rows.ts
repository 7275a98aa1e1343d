import { BatchBuilder } from './batch-builder';
import type { Part } from './channel-source';
import { wholeRecords } from './whole-records';
import type { NumberBatch } from '../../shared/number-batch';
import { NumberFields } from '../../shared/number-fields';
import { RuntimeError } from '../../shared/runtime-error';

/** Reads rows of a part into a batch. */
class RowParser {
  /** Rows of the part that have ended. */
  private count = 0;

  constructor(private readonly place: string, private readonly batch: BatchBuilder, private skipRow: boolean) {}

  /** @param bytes whole lines, each with its end */
  parse(bytes: Buffer): void {
    const fields = new NumberFields(bytes);
    while (fields.skipEmptyLines()) {
      if (this.skipRow) this.skipHeader(fields);
      else this.row(fields);
    }
  }

  private skipHeader(fields: NumberFields): void {
    this.skipRow = false;
    this.count++;
    fields.skipLine();
  }

  private row(fields: NumberFields): void {
    const { batch } = this;
    let { values, size } = batch;
    for (;;) {
      size = fields.read(values, size, batch.room());
      if (!fields.areNumbers) this.refuse(`has no number in record ${this.count + 1}, column ${size - batch.size + 1}`);
      if (fields.isEndOfLine) break;
      if (size - batch.size === batch.columns) this.refuse(`has more than ${batch.columns} columns in record ${this.count + 1}; the records before have that many`);
      values = batch.grow();
    }
    this.endRow(size);
  }

  private endRow(size: number): void {
    const { batch } = this;
    const columns = size - batch.size;
    this.count++;
    if (batch.columns === 0) batch.columns = columns;
    else if (columns !== batch.columns) this.refuse(`has ${columns} columns in record ${this.count}; the records before have ${batch.columns}`);
    batch.endRow(size);
  }

  private refuse(problem: string): never {
    throw new RuntimeError('SMA_RUN_RECORD', this.place, problem);
  }
}

/**
 * Rows of CSV as numbers, in batches that go on over the borders of parts.
 * @throws RuntimeError SMA_RUN_RECORD
 */
export async function* numberBatchesOf(
  parts: AsyncIterable<Part>, maxBytes: number, header: boolean, batchRows: number,
): AsyncGenerator<NumberBatch[]> {
  const batch = new BatchBuilder(batchRows);
  for await (const part of parts) {
    const parser = new RowParser(part.place, batch, header);
    for await (const piece of wholeRecords(part, false, maxBytes)) {
      parser.parse(piece);
      yield batch.take(false);
    }
  }
  yield batch.take(true);
}
