/** A definition in the words of tables for people; the tables escape them. */
import type { HyperparameterSpec } from '../contract/algorithm-spec';

export const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** The values that a hyperparameter takes. */
export const valuesInWords = (item: HyperparameterSpec): string =>
  (item.type === 'Categorical' ? item.values.join(', ') : item.type === 'FreeText' ? 'any text' : `${item.min} to ${item.max}`);

/** What a job that leaves it out gets. */
function defaultInWords({ required, default: value }: HyperparameterSpec): string {
  if (required) return 'required';
  return value === '' ? 'empty' : String(value ?? 'none');
}

/** A row of a table of hyperparameters. */
export const hyperparameterRow = (item: HyperparameterSpec): object => ({
  name: item.name,
  type: item.type,
  values: valuesInWords(item),
  default: defaultInWords(item),
  tunable: yesNo(item.tunable),
  description: item.description ?? '',
});
