import { RuntimeError } from '../../shared/runtime-error';
import type { AnyRecordInference } from '../define-inference';

/** What a model of numbers takes. */
export interface NumberForm {
  /** Numbers in a record, from 1. */
  readonly columns: number;
  /** Whether they may be NaN, for a value that is missing, and infinite. */
  readonly missingValues: boolean;
}

/**
 * @returns undefined for a definition that takes records of any kind
 * @throws RuntimeError SMA_RUN_COLUMNS
 */
export function numberFormOf<M>(definition: AnyRecordInference<M>, model: M): NumberForm | undefined {
  if (definition.columns === undefined) return undefined;
  const columns = definition.columns(model);
  if (!Number.isSafeInteger(columns) || columns < 1) throw new RuntimeError('SMA_RUN_COLUMNS', String(columns));
  return { columns, missingValues: definition.missingValues ?? false };
}
