import { type Finding, type Rule, duplicates, each, shown } from './rule';
import { ENTITY_DESCRIPTION, HYPERPARAMETER_NAME_MAX_CHARS } from '../contract/algorithm-limits';
import type { HyperparameterSpec } from '../contract/algorithm-spec';
import { isReservedHyperparameter } from '../contract/training-input';

const PATH = 'training.hyperparameters';

const rule = (code: string, check: (item: HyperparameterSpec, path: string) => Finding | undefined): Rule => ({
  code,
  check: ({ algorithm: { training: { hyperparameters } } }) => each(hyperparameters, PATH, check),
});

/** The request has texts; the container reads them as numbers of JavaScript. */
function checkExact(item: HyperparameterSpec, path: string): Finding | undefined {
  if (item.type !== 'Integer') return undefined;
  const unsafe = ([['min', item.min], ['max', item.max]] as const).find(([, value]) => Number.isInteger(value) && !Number.isSafeInteger(value));
  return unsafe && {
    path: `${path}.${unsafe[0]}`,
    what: `is ${unsafe[1]}, which JavaScript cannot tell from its neighbours`,
    why: 'the training program gets the value as a number',
    fix: `keep it within ±${Number.MAX_SAFE_INTEGER}`,
  };
}

const isFreeName = (name: string): boolean =>
  name.length >= 1 && name.length <= HYPERPARAMETER_NAME_MAX_CHARS && ENTITY_DESCRIPTION.test(name) && !isReservedHyperparameter(name);

/** Their number, ranges, values and defaults are the request's to say. */
export const HYPERPARAMETER_RULES: readonly Rule[] = [
  rule('SMA_DEF_HYPERPARAMETER_NAME', ({ name }, path) => isFreeName(name) ? undefined : {
    path: `${path}.name`,
    what: `is ${shown(name)}`,
    why: `a name has 1 to ${HYPERPARAMETER_NAME_MAX_CHARS} characters without control characters, and names that start with "_" or "sagemaker_" are the service's own`,
    fix: `use ${shown(name.replace(/^(_+|sagemaker_)+/, '').replace(/\p{C}+/gu, '_').slice(0, HYPERPARAMETER_NAME_MAX_CHARS) || 'rounds')}`,
  }),
  rule('SMA_DEF_HYPERPARAMETER_RANGE', checkExact),
  {
    code: 'SMA_DEF_HYPERPARAMETER_VARIABLE',
    warning: true,
    check: ({ algorithm: { training: { hyperparameters } } }) => {
      // The same name twice has been told.
      const all = hyperparameters.map(({ name }) => name);
      const names = all.map((name, index) => (all.indexOf(name) === index ? name : ''));
      return duplicates(names, (name, index, first) => ({
        path: `${PATH}[${index}].name`,
        what: `is ${shown(name)}, which differs from ${shown(names[first])} in its letter case only`,
        why: 'a child program that reads SM_HP_<NAME> cannot tell them apart',
        fix: 'rename one of the two',
      }), (name) => name.toUpperCase());
    },
  },
];
