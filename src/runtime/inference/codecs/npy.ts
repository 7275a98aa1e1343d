import type { Codec, Encoding } from './codec';
import { npyHeader, parseNpy } from './npy-format';
import { plainPrediction } from './plain-prediction';
import { RuntimeError } from '../../shared/runtime-error';

/** Stands for a bad record until the width of the rows is known. */
const NO_NUMBERS = Symbol('row of NaN');

const BYTES = Float64Array.BYTES_PER_ELEMENT;

function numberOf(value: unknown, index: number): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint' && BigInt(Number(value)) === value) return Number(value);
  throw new RuntimeError('SMA_RUN_PREDICTIONS', `gave no number in prediction ${index + 1}; application/x-npy holds numbers and rows of numbers`);
}

/** Rows of doubles. The head of the file tells their width, so it waits for the first row that is one. */
class NpyEncoding implements Encoding {
  /** Numbers of a row; undefined before the first, and NaN where predictions are no rows but numbers. */
  private width: number | undefined;
  /** Bad records before the first row. */
  private waiting = 0;

  constructor(private readonly count: number) {}

  start = (): string => '';

  next(prediction: unknown, index: number): Uint8Array | string {
    if (prediction === NO_NUMBERS) {
      if (this.width !== undefined) return this.rowsOfNaN(1);
      this.waiting++;
      return '';
    }
    const value = plainPrediction(prediction);
    const row = Array.isArray(value) ? value : undefined;
    const head = this.width === undefined ? this.headFor(row?.length ?? NaN) : undefined;
    if (!Object.is(this.width, row?.length ?? NaN)) {
      throw new RuntimeError('SMA_RUN_PREDICTIONS', `gave prediction ${index + 1} another length than the first; rows of application/x-npy are alike`);
    }
    const bytes = this.written(row ?? [value], index);
    return head ? Buffer.concat([head, bytes]) : bytes;
  }

  end(): Uint8Array | string {
    return this.width === undefined ? this.headFor(NaN) : '';
  }

  private headFor(width: number): Buffer {
    this.width = width;
    const shape = Number.isNaN(width) ? [this.count] : [this.count, width];
    return Buffer.concat([npyHeader('<f8', shape), this.rowsOfNaN(this.waiting)]);
  }

  private rowsOfNaN(rows: number): Buffer {
    return this.written(new Array<number>(rows * (Number.isNaN(this.width!) ? 1 : this.width!)).fill(NaN), 0);
  }

  private written(values: readonly unknown[], index: number): Buffer {
    const bytes = Buffer.allocUnsafe(values.length * BYTES);
    for (let place = 0; place < values.length; place++) bytes.writeDoubleLE(numberOf(values[place], index), place * BYTES);
    return bytes;
  }
}

/**
 * `application/x-npy`, numpy's own format: each row of the first axis is a record, a number or an array of numbers. Predictions,
 * numbers or rows of equally many numbers, are written as little-endian doubles; the row of a bad record is NaN.
 */
export const npyCodec: Codec = {
  decode: (body) => ({ records: parseNpy(body) }),
  encode(predictions) {
    const encoding = new NpyEncoding(predictions.length);
    const pieces = predictions.map((prediction, index) => Buffer.from(encoding.next(prediction, index)));
    return Buffer.concat([...pieces, Buffer.from(encoding.end())]);
  },
  encoding: (count) => new NpyEncoding(count),
  placeholder: () => NO_NUMBERS,
};
