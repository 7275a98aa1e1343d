import type { Lax } from './request-rule';
import type { HyperparameterSpec } from '../../contract/algorithm-spec';
import type { HyperParameterSpecification } from '../../contract/create-algorithm';
import { hyperparameterRule, parseHyperparameter } from '../../contract/hyperparameter-value';
import { nearMiss } from '../../contract/near-miss';
import { shown } from '../rule';

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

/** Whether a value is written as the service compares it: the container reads spaces, signs, exponents and quotes beside that. */
function isExact(spec: HyperparameterSpec, text: string): boolean {
  switch (spec.type) {
    case 'Integer': return WHOLE.test(text);
    case 'Continuous': return DECIMAL.test(text);
    case 'Categorical': return spec.values.includes(text);
    case 'FreeText': return true;
  }
}

/** What is wrong with a value in a request, in words that follow its path; undefined for a good one. */
export function valueProblem(spec: HyperparameterSpec, text: string): string | undefined {
  const parsed = parseHyperparameter(spec, text);
  if ('problem' in parsed) return parsed.problem;
  if (isExact(spec, text)) return undefined;
  return `is ${shown(text)}; it must be ${hyperparameterRule(spec)}, ${spec.type === 'Categorical' ? 'as it stands there' : 'in decimal digits'}`;
}

/** What to write for a value that has a problem. */
export function valueFix(spec: HyperparameterSpec, text: string): string {
  const bare = text.trim().replace(/^"(.*)"$/, '$1');
  if (spec.type === 'Categorical') {
    const near = nearMiss(bare, spec.values);
    return near === undefined ? `use one of the values, or add ${shown(text)} to them` : `use ${shown(near)}`;
  }
  const number = bare === '' ? NaN : Number(bare);
  if (spec.type === 'FreeText' || !Number.isFinite(number)) return 'use a number';
  if (spec.type === 'Integer' && !Number.isInteger(number)) return `use ${shown(String(Math.round(number)))}, or a continuous hyperparameter`;
  return isExact(spec, text) || number < spec.min || number > spec.max ? 'move it into the range, or widen the range'
    : DECIMAL.test(String(number)) ? `use ${shown(String(number))}` : 'write it in decimal digits';
}
