import type { NumberBatch } from '../../shared/number-batch';

/** Records of numbers, a row each: what a predictor is given who takes them in one array. */
export class NumberRecords implements NumberBatch {
  /** Those of several, behind one another. */
  static joined(parts: readonly NumberRecords[]): NumberRecords {
    const values = new Float64Array(parts.reduce((sum, part) => sum + part.values.length, 0));
    let size = 0;
    for (const part of parts) {
      values.set(part.values, size);
      size += part.values.length;
    }
    return new NumberRecords(parts[0].columns, values);
  }

  readonly rows: number;

  /** @param values `[rows × columns]` */
  constructor(readonly columns: number, readonly values: Float64Array) {
    this.rows = values.length / columns;
  }

  /** One of them, in the same memory. */
  row(index: number): NumberRecords {
    const { columns } = this;
    return new NumberRecords(columns, this.values.subarray(index * columns, (index + 1) * columns));
  }
}
