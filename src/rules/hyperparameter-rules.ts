import { type Finding, type Rule, duplicateNames, each, shown } from './rule';
import {
  CATEGORICAL_VALUES_MAX, ENTITY_DESCRIPTION, HYPERPARAMETERS_MAX, HYPERPARAMETER_NAME_MAX_CHARS, HYPERPARAMETER_VALUE_MAX_CHARS,
  RANGE_VALUE_MAX_CHARS,
} from '../contract/algorithm-limits';
import type { HyperparameterSpec } from '../contract/algorithm-spec';
import { nearMiss } from '../contract/near-miss';
import { isReservedHyperparameter } from '../contract/training-input';

const PATH = 'training.hyperparameters';

const rule = (code: string, check: (item: HyperparameterSpec, path: string) => Finding | undefined): Rule => ({
  code,
  check: ({ algorithm: { training: { hyperparameters } } }) => each(hyperparameters, PATH, check),
});

function checkRange(item: HyperparameterSpec, path: string): Finding | undefined {
  if (item.type !== 'Integer' && item.type !== 'Continuous') return undefined;
  if (item.min > item.max) {
    return {
      path: `${path}.min`,
      what: `is ${item.min}, above max, which is ${item.max}`,
      why: 'no value lies in such a range',
      fix: 'swap min and max',
    };
  }
  const unsafe = item.type === 'Integer' && ([['min', item.min], ['max', item.max]] as const)
    .find(([, value]) => Number.isFinite(value) && !Number.isSafeInteger(value));
  if (!unsafe) return undefined;
  return {
    path: `${path}.${unsafe[0]}`,
    what: `is ${unsafe[1]}, which is not a whole number that JavaScript can hold exactly`,
    why: 'an integer hyperparameter has whole bounds (CreateAlgorithm, IntegerParameterRangeSpecification)',
    fix: Number.isInteger(unsafe[1]) ? `keep it within ±${Number.MAX_SAFE_INTEGER}` : `use ${Math.round(unsafe[1])}, or Hyperparameter.continuous`,
  };
}

function checkValues(item: HyperparameterSpec, path: string): Finding | undefined {
  if (item.type !== 'Categorical') return undefined;
  const at = `${path}.values`;
  const why = `a categorical hyperparameter has 1 to ${CATEGORICAL_VALUES_MAX} different values of at most ${RANGE_VALUE_MAX_CHARS} characters`
    + ' (CreateAlgorithm, CategoricalParameterRangeSpecification)';
  if (item.values.length < 1 || item.values.length > CATEGORICAL_VALUES_MAX) {
    return { path: at, what: `has ${item.values.length} values`, why, fix: 'list its values, or use Hyperparameter.freeText' };
  }
  const twice = item.values.find((value, index) => item.values.indexOf(value) !== index);
  if (twice !== undefined) return { path: at, what: `has ${shown(twice)} twice`, why, fix: 'remove one of the two' };
  const long = item.values.find((value) => value.length > RANGE_VALUE_MAX_CHARS);
  return long === undefined ? undefined : { path: at, what: `has a value of ${long.length} characters`, why, fix: 'shorten it' };
}

function checkDefault(item: HyperparameterSpec, path: string): Finding | undefined {
  if (item.default === undefined) return undefined;
  const outside = (what: string, why: string, fix: string): Finding => ({ path: `${path}.default`, what: `is ${shown(item.default)}, ${what}`, why, fix });
  if (item.type === 'Categorical') {
    if (item.values.length === 0 || item.values.includes(item.default)) return undefined;
    const near = nearMiss(item.default, item.values);
    return outside(`which is none of its values ${item.values.map(shown).join(', ')}`, 'a job without the hyperparameter gets the default',
      near ? `use ${shown(near)}` : `use one of the values, or add ${shown(item.default)} to them`);
  }
  if (item.type === 'FreeText') {
    return item.default.length <= HYPERPARAMETER_VALUE_MAX_CHARS ? undefined : {
      path: `${path}.default`,
      what: `has ${item.default.length} characters`,
      why: `a value has at most ${HYPERPARAMETER_VALUE_MAX_CHARS} characters (CreateAlgorithm, HyperParameterValue)`,
      fix: 'shorten it',
    };
  }
  if (item.min <= item.max && (item.default < item.min || item.default > item.max)) {
    return outside(`outside ${item.min} to ${item.max}`, 'a job without the hyperparameter gets the default', 'move the default into the range, or widen the range');
  }
  if (item.type === 'Integer' && Number.isFinite(item.default) && !Number.isInteger(item.default)) {
    return outside('which is not a whole number', 'the hyperparameter is an integer', `use ${Math.round(item.default)}, or Hyperparameter.continuous`);
  }
  return undefined;
}

const isFreeName = (name: string): boolean =>
  name.length >= 1 && name.length <= HYPERPARAMETER_NAME_MAX_CHARS && ENTITY_DESCRIPTION.test(name) && !isReservedHyperparameter(name);

export const HYPERPARAMETER_RULES: readonly Rule[] = [
  {
    code: 'SMA_DEF_HYPERPARAMETER_COUNT',
    check: ({ algorithm: { training: { hyperparameters } } }) => hyperparameters.length <= HYPERPARAMETERS_MAX ? [] : [{
      path: PATH,
      what: `has ${hyperparameters.length} entries`,
      why: `an algorithm has at most ${HYPERPARAMETERS_MAX} hyperparameters (CreateAlgorithm, SupportedHyperParameters)`,
      fix: 'put settings that belong together into one free-text hyperparameter',
    }],
  },
  rule('SMA_DEF_HYPERPARAMETER_NAME', ({ name }, path) => isFreeName(name) ? undefined : {
    path: `${path}.name`,
    what: `is ${shown(name)}`,
    why: `a name has 1 to ${HYPERPARAMETER_NAME_MAX_CHARS} characters without control characters, and names that start with "_" or "sagemaker_" are the service's own`,
    fix: `use ${shown(name.replace(/^(_+|sagemaker_)+/, '').replace(/\p{C}+/gu, '_').slice(0, HYPERPARAMETER_NAME_MAX_CHARS) || 'rounds')}`,
  }),
  {
    code: 'SMA_DEF_HYPERPARAMETER_DUPLICATE',
    check: ({ algorithm: { training: { hyperparameters } } }) => duplicateNames(hyperparameters, PATH, 'the name is the key of hyperparameters.json'),
  },
  rule('SMA_DEF_HYPERPARAMETER_RANGE', checkRange),
  rule('SMA_DEF_HYPERPARAMETER_VALUES', checkValues),
  rule('SMA_DEF_HYPERPARAMETER_DEFAULT', checkDefault),
  rule('SMA_DEF_HYPERPARAMETER_REQUIRED', (item, path) => !item.required || item.default === undefined ? undefined : {
    path: `${path}.required`,
    what: `is true beside the default ${shown(item.default)}`,
    why: 'a value that every job has to set needs no default (CreateAlgorithm refuses IsRequired together with DefaultValue)',
    fix: 'remove one of the two',
  }),
];
