import { DECIMAL, RANGE_MEMBER, WHOLE, hyperparameterSpec, numberRange } from './hyperparameter-spec';
import { type Lax, type RequestRule, type RequestSubject, placed, rulesOf, trainingJobs, when } from './request-rule';
import { HYPERPARAMETERS_MAX, HYPERPARAMETER_VALUE_PROSE_MAX_CHARS } from '../../contract/algorithm-limits';
import type { HyperparameterSpec } from '../../contract/algorithm-spec';
import type { HyperParameterSpecification } from '../../contract/create-algorithm';
import { parseHyperparameter } from '../../contract/hyperparameter-value';
import { nearMiss } from '../../contract/near-miss';
import { type Finding, duplicates, shown } from '../rule';

const PATH = 'TrainingSpecification.SupportedHyperParameters';

const given = ({ parts }: RequestSubject) => parts.TrainingSpecification?.SupportedHyperParameters;

/** A rule that looks at each hyperparameter alone. */
const rule = (code: string, check: (item: Lax<HyperParameterSpecification>, path: string) => Finding[]) => ({
  code,
  check: (subject: RequestSubject) => placed(given(subject), PATH).flatMap(({ value, path }) => check(value, path)),
});

function checkMember({ Type, Range }: Lax<HyperParameterSpecification>, path: string): Finding[] {
  if (Range === undefined || Type === undefined) return [];
  const wanted = (RANGE_MEMBER as Record<string, string | undefined>)[Type];
  const members = Object.keys(Range);
  if (Type === 'FreeText') {
    return [{ path: `${path}.Range`, what: 'stands beside the type "FreeText"', why: 'free text has no range (CreateAlgorithm, ParameterRange)', fix: 'remove it' }];
  }
  // An unknown type has been told, and so has a member of another name.
  if (wanted === undefined || members.length === 0 || (members.length === 1 && members[0] === wanted)) return [];
  return [{
    path: `${path}.Range`,
    what: `holds ${members.join(' and ')} beside the type ${shown(Type)}`,
    why: 'a range has exactly the member that belongs to the type (CreateAlgorithm, ParameterRange)',
    fix: members.includes(wanted) ? `keep ${wanted} only` : `use ${wanted}`,
  }];
}

function checkBounds({ Type, Range }: Lax<HyperParameterSpecification>, path: string): Finding[] {
  if (Type !== 'Integer' && Type !== 'Continuous') return [];
  const member = RANGE_MEMBER[Type];
  return (['MinValue', 'MaxValue'] as const).flatMap((name) => {
    const text = Range?.[member]?.[name];
    const form = Type === 'Integer' ? WHOLE : DECIMAL;
    return when(text !== undefined && !form.test(text), () => {
      const number = Number(text);
      const readable = text!.trim() !== '' && Number.isFinite(number);
      return {
        path: `${path}.Range.${member}.${name}`,
        what: `is ${shown(text)}`,
        why: `it has to be a ${Type === 'Integer' ? 'whole number' : 'number'} in decimal digits (CreateAlgorithm, ${member})`,
        fix: !readable ? 'use a number such as "1"'
          : Type === 'Integer' ? `use ${shown(String(Math.round(number)))}, or a continuous hyperparameter` : `write ${number} in decimal digits`,
      };
    });
  });
}

function checkOrder(item: Lax<HyperParameterSpecification>, path: string): Finding[] {
  const { min, max } = numberRange(item) ?? {};
  return when(min !== undefined && max !== undefined && min > max, () => ({
    path: `${path}.Range.${RANGE_MEMBER[item.Type as 'Integer' | 'Continuous']}.MinValue`,
    what: `is ${min}, above the largest value, which is ${max}`,
    why: 'no value lies in such a range',
    fix: 'swap the two',
  }));
}

function defaultFix(spec: HyperparameterSpec, text: string): string {
  if (spec.type === 'Categorical') {
    const near = nearMiss(text, spec.values);
    return near === undefined ? `use one of the values, or add ${shown(text)} to them` : `use ${shown(near)}`;
  }
  if (spec.type === 'FreeText' || !DECIMAL.test(text)) return 'use a number';
  const fraction = spec.type === 'Integer' && !Number.isInteger(Number(text));
  return fraction ? `use ${shown(String(Math.round(Number(text))))}, or a continuous hyperparameter` : 'move the default into the range, or widen the range';
}

function checkDefault(item: Lax<HyperParameterSpecification>, path: string): Finding[] {
  const spec = hyperparameterSpec(item);
  const text = item.DefaultValue;
  if (spec === undefined || text === undefined) return [];
  const parsed = parseHyperparameter(spec, text);
  return when('problem' in parsed, () => ({
    path: `${path}.DefaultValue`,
    what: (parsed as { problem: string }).problem,
    why: 'a job without the hyperparameter gets the default (CreateAlgorithm, DefaultValue)',
    fix: defaultFix(spec, text),
  }));
}

const isTunableKind = ({ Type, Range }: Lax<HyperParameterSpecification>): boolean => Type === undefined || (Type !== 'FreeText' && Range !== undefined);

/** Values that are longer than what the documentation's prose allows. */
const longValues = (subject: RequestSubject) => [
  ...placed(given(subject), PATH).map(({ value, path }) => ({ text: value.DefaultValue, path: `${path}.DefaultValue` })),
  ...trainingJobs(subject).flatMap(({ value, path }) =>
    Object.entries(value.HyperParameters ?? {}).map(([name, text]) => ({ text, path: `${path}.HyperParameters.${name}` }))),
].filter(({ text }) => text !== undefined && text.length > HYPERPARAMETER_VALUE_PROSE_MAX_CHARS);

/** What the algorithm says of its hyperparameters. */
export const HYPERPARAMETER_RULES: readonly RequestRule[] = rulesOf(94, [
  {
    code: 'SMA_REQ_HYPERPARAMETER_COUNT',
    check: (subject) => when((given(subject)?.length ?? 0) > HYPERPARAMETERS_MAX, () => ({
      path: PATH,
      what: `has ${given(subject)!.length} entries`,
      why: `an algorithm has at most ${HYPERPARAMETERS_MAX} hyperparameters (CreateAlgorithm, HyperParameterSpecifications)`,
      fix: 'put settings that belong together into one free-text hyperparameter',
    })),
  },
  {
    code: 'SMA_REQ_HYPERPARAMETER_DUPLICATE',
    check: (subject) => duplicates((given(subject) ?? []).map((item) => item?.Name), (name, index, first) => ({
      path: `${PATH}[${index}].Name`,
      what: `is ${shown(name)}, which is the name of number ${first + 1} of the list already`,
      why: 'the name is the key of hyperparameters.json',
      fix: 'rename one of the two, or remove it',
    })),
  },
  rule('SMA_REQ_RANGE_MEMBER', checkMember),
  rule('SMA_REQ_RANGE_NUMBER', checkBounds),
  rule('SMA_REQ_RANGE_ORDER', checkOrder),
  rule('SMA_REQ_DEFAULT', checkDefault),
  rule('SMA_REQ_DEFAULT_AND_REQUIRED', ({ IsRequired, DefaultValue }, path) => when(IsRequired === true && DefaultValue !== undefined, () => ({
    path: `${path}.IsRequired`,
    what: `is true beside the default ${shown(DefaultValue)}`,
    why: 'a value that every job has to set needs no default (CreateAlgorithm refuses IsRequired together with DefaultValue)',
    fix: 'remove one of the two',
  }))),
  rule('SMA_REQ_TUNABLE', (item, path) => when(item.IsTunable === true && !isTunableKind(item), () => ({
    path: `${path}.IsTunable`,
    what: item.Type === 'FreeText' ? 'is true beside the type "FreeText"' : 'is true without a range',
    why: 'a tuning job searches a range or a list of values (CreateAlgorithm, IsTunable)',
    fix: item.Type === 'FreeText' ? 'use false' : 'add the range, or use false',
  }))),
  {
    code: 'SMA_REQ_VALUE_LENGTH',
    warning: true,
    check: (subject) => longValues(subject).map(({ text, path }) => ({
      path,
      what: `has ${text!.length} characters`,
      why: `the documentation allows values of ${HYPERPARAMETER_VALUE_PROSE_MAX_CHARS} characters in its prose, and more in its service model only`,
      fix: `shorten it to ${HYPERPARAMETER_VALUE_PROSE_MAX_CHARS}`,
    })),
  },
]);
