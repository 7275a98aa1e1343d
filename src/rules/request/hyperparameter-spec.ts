import type { Lax } from './request-rule';
import type { HyperparameterSpec } from '../../contract/algorithm-spec';
import type { HyperParameterSpecification } from '../../contract/create-algorithm';

/** A number as the service reads it: decimal, without an exponent. */
export const DECIMAL = /^-?\d+(\.\d+)?$/;
export const WHOLE = /^-?\d+$/;

/** The member of `Range` that belongs to each type. */
export const RANGE_MEMBER = {
  Integer: 'IntegerParameterRangeSpecification',
  Continuous: 'ContinuousParameterRangeSpecification',
  Categorical: 'CategoricalParameterRangeSpecification',
} as const;

/** The numbers of a range; those that are no numbers are undefined. */
export interface NumberRange {
  readonly min?: number;
  readonly max?: number;
}

/** The member of a range that holds numbers, where there is one. */
export function numberRange({ Type, Range }: Lax<HyperParameterSpecification>): NumberRange | undefined {
  if (Type !== 'Integer' && Type !== 'Continuous') return undefined;
  const given = Range?.[RANGE_MEMBER[Type]];
  const number = (text: string | undefined) => (text !== undefined && DECIMAL.test(text) ? Number(text) : undefined);
  return given && { min: number(given.MinValue), max: number(given.MaxValue) };
}

/**
 * What the container is told of a hyperparameter, so that both read values in the same way; undefined where the specification does
 * not make sense itself.
 */
export function hyperparameterSpec(item: Lax<HyperParameterSpecification>): HyperparameterSpec | undefined {
  const base = { name: item.Name ?? '', required: item.IsRequired ?? false, tunable: item.IsTunable ?? false };
  switch (item.Type) {
    case 'Integer': case 'Continuous': {
      if (item.Range && !item.Range[RANGE_MEMBER[item.Type]]) return undefined;
      const { min, max } = numberRange(item) ?? { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
      return min === undefined || max === undefined || min > max ? undefined : { ...base, type: item.Type, min, max };
    }
    case 'Categorical': {
      const values = item.Range?.CategoricalParameterRangeSpecification?.Values?.flatMap((value) => value ?? []);
      return values === undefined || values.length === 0 ? undefined : { ...base, type: 'Categorical', values };
    }
    case 'FreeText': return { ...base, type: 'FreeText' };
    default: return undefined;
  }
}
