import type { AnyRecordInference, Predictions } from './define-inference';
import type { InvocationContext } from './invocation-context';
import { NumberRecords } from './numbers/number-records';

/** What a body holds for a predictor: records of any kind in an array, or numbers in one. */
export type Records = readonly unknown[] | NumberRecords;

export const countOf = (records: Records): number => records instanceof NumberRecords ? records.rows : records.length;

/** One of them alone. */
export const onlyRecord = (records: Records, index: number): Records =>
  records instanceof NumberRecords ? records.row(index) : [records[index]];

/** Those of several requests to the same model, behind one another. */
export function joinedRecords(parts: readonly Records[]): Records {
  if (parts[0] instanceof NumberRecords) return NumberRecords.joined(parts as readonly NumberRecords[]);
  return (parts as ReadonlyArray<readonly unknown[]>).flat();
}

/** Calls a definition with records of the kind that it takes. It is called as a method: it may be an object of a class. */
export const predictBy = <M>(
  definition: AnyRecordInference<M>, model: M, records: Records, request: InvocationContext,
): Predictions | Promise<Predictions> => definition.predict(model, records as readonly unknown[] & NumberRecords, request);
