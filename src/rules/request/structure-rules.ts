import { type RequestRule, rulesOf, visiting } from './request-rule';
import { type Visit, at, hasType, isObject, isStated } from './walk';
import { nearMiss } from '../../contract/near-miss';
import type { RequestShape } from '../../contract/request-shape';
import { DESCRIPTION_SHAPE } from '../../contract/shared-shapes';
import { shown } from '../rule';

/** Lists whose number of entries has a rule of its own, with a better word than "entries". */
const COUNTED_ELSEWHERE = new Set([
  'TrainingSpecification.SupportedHyperParameters', 'TrainingSpecification.MetricDefinitions', 'TrainingSpecification.TrainingChannels',
  'TrainingSpecification.TrainingChannels.SupportedInputModes', 'InferenceSpecification.SupportedTransformInstanceTypes',
  'ValidationSpecification.ValidationProfiles',
]);

const isCountedElsewhere = (path: string): boolean => COUNTED_ELSEWHERE.has(path.replace(/\[\d+\]/g, ''));

const IN_WORDS = {
  string: 'a text', boolean: 'true or false', integer: 'a whole number', long: 'a whole number', list: 'a list', map: 'an object of texts', structure: 'an object',
} as const;

/** The largest whole number of 32 bits. */
const INTEGER_MAX = 2 ** 31 - 1;

/** The name of a member, for whose rule it is. */
const member = (path: string): string => path.replace(/\[\d+\]/g, '').replace(/^.*\./, '') || 'the request';
const whose = (path: string, shape: RequestShape): string =>
  `(CreateAlgorithm, ${shape.type === 'string' && shape.name !== 'String' ? shape.name : member(path)})`;

/** The path in messages and problems; the whole request has none. */
const place = (path: string): string => path || 'the request';

/** The same value, written in the right type, where there is one. */
function converted(value: unknown, { type }: RequestShape): string | undefined {
  if (type === 'string' && ['number', 'boolean'].includes(typeof value)) return shown(String(value));
  if ((type === 'integer' || type === 'long') && (typeof value === 'number' || typeof value === 'string')) {
    return value !== '' && Number.isFinite(Number(value)) ? String(Math.round(Number(value))) : undefined;
  }
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value;
  return type === 'list' && value !== null && typeof value !== 'object' ? `[${shown(value)}]` : undefined;
}

const wrongType: Visit = (value, shape, path) => hasType(value, shape) ? undefined : {
  path: place(path),
  what: `is ${shown(value)}`,
  why: `it has to be ${IN_WORDS[shape.type]} ${whose(path, shape)}`,
  fix: `use ${converted(value, shape) ?? IN_WORDS[shape.type]}`,
};

/** What can be written where a member is missing. */
const sample = (shape: RequestShape): string => {
  const text = shape.type === 'string' ? shape.values?.[0] ?? shape.known?.[0] ?? shape.example : undefined;
  return text === undefined ? `add it: ${IN_WORDS[shape.type]}` : `add it, for example ${shown(text)}`;
};

const missing: Visit = (value, shape, path) => shape.type === 'structure' && isObject(value)
  ? Object.entries(shape.members).filter(([name, { required }]) => required && !isStated(value, name)).map(([name, { shape: wanted }]) => ({
    path: at(path, name), what: 'is missing', why: `every request has it (CreateAlgorithm, ${member(at(path, name))})`, fix: sample(wanted),
  }))
  : undefined;

const unknownMember: Visit = (value, shape, path) => shape.type === 'structure' && isObject(value)
  ? Object.keys(value).filter((name) => !Object.hasOwn(shape.members, name) && isStated(value, name)).map((name) => {
    const near = nearMiss(name, Object.keys(shape.members));
    return {
      path: at(path, name),
      what: 'is not a member',
      why: `the members here are ${Object.keys(shape.members).join(', ')} (CreateAlgorithm)`,
      fix: near === undefined ? 'remove it' : `use ${shown(near)}`,
    };
  })
  : undefined;

const wrongChoice: Visit = (value, shape, path) => {
  if (shape.type !== 'string' || !shape.values || typeof value !== 'string' || shape.values.includes(value)) return undefined;
  const choices = shape.values.map(shown).join(', ');
  const near = nearMiss(value, shape.values);
  return { path, what: `is ${shown(value)}`, why: `it has to be one of ${choices} ${whose(path, shape)}`, fix: `use ${near === undefined ? choices.replace(/, ([^,]*)$/, ' or $1') : shown(near)}` };
};

const wrongText: Visit = (value, shape, path) => {
  if (shape.type !== 'string' || typeof value !== 'string' || !shape.pattern || shape.pattern.test(value)) return undefined;
  // Descriptions and instance types have rules of their own; an empty text is too short where it may not be.
  if (shape === DESCRIPTION_SHAPE || shape.known || (value === '' && shape.min)) return undefined;
  return { path, what: `is ${shown(value)}`, why: `it has to be ${shape.words} ${whose(path, shape)}`, fix: `use for example ${shown(shape.example)}` };
};

const wrongLength: Visit = (value, shape, path) => {
  if (shape.type !== 'string' || typeof value !== 'string' || shape === DESCRIPTION_SHAPE) return undefined;
  const { min = 0, max = Infinity } = shape;
  if (value.length >= min && value.length <= max) return undefined;
  return {
    path,
    what: value === '' ? 'is empty' : `has ${value.length} characters`,
    why: `it has ${max === Infinity ? `at least ${min}` : `${min} to ${max}`} characters ${whose(path, shape)}`,
    fix: value.length > max ? `shorten it by ${value.length - max} characters` : `use for example ${shown(shape.example ?? 'x'.repeat(min))}`,
  };
};

const wrongCount: Visit = (value, shape, path) => {
  if ((shape.type !== 'list' && shape.type !== 'map') || !hasType(value, shape)) return undefined;
  const { min = 0, max = Infinity } = { min: undefined, ...shape };
  const count = Object.keys(value as object).length;
  if ((count >= min && count <= max) || isCountedElsewhere(path)) return undefined;
  return {
    path,
    what: count === 0 ? 'is empty' : `has ${count} entries`,
    why: `it has ${max === Infinity ? `at least ${min}` : `${min} to ${max}`} entries ${whose(path, shape)}`,
    fix: count > max ? `remove ${count - max} of them` : `add at least ${min - count}`,
  };
};

const wrongNumber: Visit = (value, shape, path) => {
  if ((shape.type !== 'integer' && shape.type !== 'long') || typeof value !== 'number' || !Number.isInteger(value)) return undefined;
  const { min = -Infinity, max = shape.type === 'integer' ? INTEGER_MAX : Infinity } = shape;
  if (value >= min && value <= max) return undefined;
  const range = shape.max === undefined ? `at least ${min}` : `${min} to ${max}`;
  return { path, what: `is ${value}`, why: `it is ${range} ${whose(path, shape)}`, fix: `use ${value < min ? min : max}` };
};

/** The form of a request: types, patterns, lengths, enums, what is required. */
export const STRUCTURE_RULES: readonly RequestRule[] = rulesOf(93, [
  visiting('SMA_REQ_TYPE', wrongType),
  visiting('SMA_REQ_MISSING', missing),
  visiting('SMA_REQ_UNKNOWN_MEMBER', unknownMember),
  visiting('SMA_REQ_ENUM', wrongChoice),
  visiting('SMA_REQ_PATTERN', wrongText),
  visiting('SMA_REQ_LENGTH', wrongLength),
  visiting('SMA_REQ_ITEM_COUNT', wrongCount),
  visiting('SMA_REQ_NUMBER_RANGE', wrongNumber),
]);
