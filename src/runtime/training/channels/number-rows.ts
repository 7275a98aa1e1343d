import type { Part } from './channel-source';
import { BatchBuilder, type NumberBatch } from './number-batch';
import { numberOf } from './number-text';
import { wholeRecords } from './whole-records';
import { RuntimeError } from '../../shared/runtime-error';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** Up to 10^22 powers of ten are doubles, up to 2^53 whole numbers are: their quotient is the nearest double, as Number() gives. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Reads numbers straight from bytes. No parser for npm does: they make a text of every field first, which costs more than
 * the number. What is not plain digits and a point goes the long way.
 */
class RowParser {
  /** Rows of the part that have ended. */
  private count = 0;
  private text: string | undefined;
  /** Where the field ends that {@link slowNumber} has read. */
  private fieldEnd = 0;

  constructor(private readonly place: string, private readonly batch: BatchBuilder, private skipRow: boolean) {}

  /** @param bytes whole lines, each with its end */
  parse(bytes: Buffer): void {
    this.text = undefined;
    let at = 0;
    while (at < bytes.length) {
      if (bytes[at] === LINE_FEED) at++;
      else if (bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED) at += 2;
      else at = this.skipRow ? this.skipped(bytes, at) : this.row(bytes, at);
    }
  }

  private skipped(bytes: Buffer, at: number): number {
    this.skipRow = false;
    this.count++;
    return bytes.indexOf(LINE_FEED, at) + 1;
  }

  /** @returns where the next line begins */
  private row(bytes: Buffer, start: number): number {
    const { batch } = this;
    let { values, size } = batch;
    let room = batch.room();
    let at = start;
    for (;;) {
      const field = at;
      const negative = bytes[at] === MINUS;
      if (negative) at++;
      const digits = at;
      let mantissa = 0;
      let decimals = 0;
      let code = bytes[at];
      for (; code >= ZERO && code <= ZERO + 9; code = bytes[++at]) mantissa = mantissa * 10 + (code - ZERO);
      const wholeEnd = at;
      if (code === POINT) {
        for (code = bytes[++at]; code >= ZERO && code <= ZERO + 9; code = bytes[++at]) mantissa = mantissa * 10 + (code - ZERO);
        decimals = at - wholeEnd - 1;
      }
      if (code === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED) code = bytes[++at];
      let value: number;
      // At least one digit; with "5." and "." the point stands last.
      const isPlain = (code === COMMA || code === LINE_FEED) && wholeEnd + decimals > digits;
      if (isPlain && mantissa <= Number.MAX_SAFE_INTEGER && decimals < POWERS_OF_TEN.length) {
        value = mantissa / POWERS_OF_TEN[decimals];
        if (negative) value = -value;
      } else if (isPlain) {
        value = Number(this.textOf(bytes).slice(field, at));
      } else {
        value = this.slowNumber(bytes, field, size - batch.size);
        at = this.fieldEnd;
        code = bytes[at];
      }
      if (size === room) {
        if (size - batch.size === batch.columns) this.refuse(`has more than ${batch.columns} columns in record ${this.count + 1}; the records before have that many`);
        values = batch.grow();
        room = batch.room();
      }
      values[size++] = value;
      at++;
      if (code === LINE_FEED) break;
    }
    this.endRow(size);
    return at;
  }

  private endRow(size: number): void {
    const { batch } = this;
    const columns = size - batch.size;
    this.count++;
    if (batch.columns === 0) batch.columns = columns;
    else if (columns !== batch.columns) this.refuse(`has ${columns} columns in record ${this.count}; the records before have ${batch.columns}`);
    batch.endRow(size);
  }

  /** One character a byte, so that places in the bytes are places in the text. */
  private textOf(bytes: Buffer): string {
    return (this.text ??= bytes.toString('latin1'));
  }

  private slowNumber(bytes: Buffer, start: number, column: number): number {
    let end = start;
    let inQuotes = false;
    for (let code = bytes[end]; code !== LINE_FEED && (inQuotes || code !== COMMA); code = bytes[++end]) {
      if (code === QUOTE) inQuotes = !inQuotes;
    }
    this.fieldEnd = end;
    const value = numberOf(this.textOf(bytes).slice(start, end));
    return value ?? this.refuse(`has no number in record ${this.count + 1}, column ${column + 1}`);
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
