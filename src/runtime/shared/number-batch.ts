/** Rows of numbers, one after the other in one array. */
export interface NumberBatch {
  readonly rows: number;
  /** The same for all rows of a channel, and for all requests of a model. */
  readonly columns: number;
  /** `[rows × columns]`, row-major; yours to keep. It may be a view: its `buffer` may hold more. */
  readonly values: Float64Array;
}
