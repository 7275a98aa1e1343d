import { nearMiss } from '../contract/near-miss';
import type { Problem } from '../contract/problem';
import { shown } from '../rules/rule';

/** The form of a value in a definition. TypeScript's types are gone when `.projenrc.ts` runs, so the form is checked again. */
export type Shape =
  | { readonly kind: 'text' | 'number' | 'flag' }
  | { readonly kind: 'choice'; readonly enumName: string; readonly members: Readonly<Record<string, string>> }
  | { readonly kind: 'list'; readonly of: Shape }
  /** Texts under any name. */
  | { readonly kind: 'map' }
  | { readonly kind: 'struct'; readonly fields: Fields }
  /** An object that a static factory of `className` made; its `_kind` says which, and what options it took, after a name or without. */
  | { readonly kind: 'made'; readonly className: string; readonly options: Readonly<Record<string, Fields>>; readonly unnamed?: true };

export interface Field {
  readonly shape: Shape;
  readonly required?: boolean;
}
export type Fields = Readonly<Record<string, Field>>;

type Tell = (problem: Problem) => void;

const NEUTRAL = { text: '', number: NaN, flag: false } as const;
const TYPE_NAME = { text: 'string', number: 'number', flag: 'boolean' } as const;
const IN_WORDS = { text: 'a text', number: 'a number', flag: 'true or false' } as const;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a value of the given shape. What does not fit is told, and replaced by something that no rule complains about again,
 * so that one mistake never hides another.
 */
export function readShape(value: unknown, shape: Shape, path: string, tell: Tell): any {
  switch (shape.kind) {
    case 'choice': return readChoice(value, shape, path, tell);
    case 'list': return readList(value, shape.of, path, tell);
    case 'map': return readMap(value, path, tell);
    case 'struct': return readStruct(value, shape.fields, path, tell);
    case 'made': return readMade(value, shape, path, tell);
    default: {
      if (typeof value === TYPE_NAME[shape.kind] && !Number.isNaN(value) && Math.abs(Number(value)) !== Infinity) return value;
      if (shape.kind === 'text' && typeof value === 'string') return value;
      tellType(value, IN_WORDS[shape.kind], path, tell);
      return NEUTRAL[shape.kind];
    }
  }
}

function tellType(value: unknown, expected: string, path: string, tell: Tell): void {
  tell({ code: 'SMA_DEF_OPTION_TYPE', path, what: `is ${shown(value)}`, why: `it has to be ${expected}`, fix: `write ${expected}` });
}

function readChoice(value: unknown, { enumName, members }: Extract<Shape, { kind: 'choice' }>, path: string, tell: Tell): string {
  const values = Object.values(members);
  if (typeof value === 'string' && values.includes(value)) return value;
  const key = typeof value === 'string' ? nearMiss(value, values) : undefined;
  const names = Object.keys(members).map((member) => `${enumName}.${member}`);
  tell({
    code: 'SMA_DEF_OPTION_VALUE',
    path,
    what: value === undefined ? `is undefined: ${enumName} has no such member` : `is ${shown(value)}`,
    why: `it has to be one of ${names.join(', ')}`,
    fix: `use ${key ? names[values.indexOf(key)] : names[0]}`,
  });
  return values[0];
}

function readList(value: unknown, of: Shape, path: string, tell: Tell): unknown[] {
  // Array.from, since map passes over holes: two commas in a row.
  if (Array.isArray(value)) return Array.from(value, (item, index) => readShape(item, of, `${path}[${index}]`, tell));
  tellType(value, 'a list', path, tell);
  return [];
}

function readMap(value: unknown, path: string, tell: Tell): Record<string, string> {
  if (!isObject(value)) tellType(value, 'an object of texts', path, tell);
  const entries = isObject(value) ? Object.entries(value) : [];
  // Numbers and flags are not texts: what SageMaker gets of them is the author's to say.
  return Object.fromEntries(entries.map(([name, item]) => [name, readShape(item, { kind: 'text' }, `${path}.${name}`, tell)]));
}

/** Reads the fields of an object and refuses every other key. */
export function readStruct(value: unknown, fields: Fields, path: string, tell: Tell): Record<string, unknown> {
  if (!isObject(value)) tellType(value, 'an object', path, tell);
  const given = isObject(value) ? value : {};
  const at = (name: string) => (path ? `${path}.${name}` : name);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name)) tell(unknownOption(name, at(name), Object.keys(fields)));
  }
  return readFields(given, fields, at, isObject(value), tell);
}

/** Reads the fields of an object and leaves its other keys alone. */
export function readFields(
  given: Record<string, unknown>, fields: Fields, at: (name: string) => string, tellMissing: boolean, tell: Tell,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, { shape, required }] of Object.entries(fields)) {
    // A key that holds undefined is an enum member that does not exist, except where undefined says "not given".
    const misspeltMember = shape.kind === 'choice' && Object.hasOwn(given, name);
    if (given[name] !== undefined || misspeltMember) {
      read[name] = readShape(given[name], shape, at(name), tell);
    } else if (required) {
      if (tellMissing) {
        tell({ code: 'SMA_DEF_OPTION_MISSING', path: at(name), what: 'is missing', why: 'it has no default', fix: `add ${name}` });
      }
      read[name] = readShape(neutral(shape), shape, at(name), () => {});
    }
  }
  return read;
}

function neutral(shape: Shape): unknown {
  if (shape.kind === 'list') return [];
  return shape.kind === 'struct' || shape.kind === 'map' ? {} : undefined;
}

/** The problem of a key that no option has. */
export function unknownOption(name: string, path: string, known: readonly string[]): Problem {
  const near = nearMiss(name, known);
  return {
    code: 'SMA_DEF_UNKNOWN_OPTION',
    path,
    what: 'is not an option',
    why: known.length > 20 ? 'neither sm-algorithm nor the installed projen knows it' : `the options here are ${known.join(', ')}`,
    fix: near ? `did you mean "${near}"?` : 'remove it',
  };
}

function readMade(value: unknown, { className, options, unnamed }: Extract<Shape, { kind: 'made' }>, path: string, tell: Tell): unknown {
  const kind = isObject(value) ? value._kind : undefined;
  const fields = typeof kind === 'string' && Object.hasOwn(options, kind) ? options[kind] : undefined;
  if (!isObject(value) || typeof kind !== 'string' || !fields) {
    const factories = Object.keys(options).map((factory) => `${className}.${factory}(…)`).join(', ');
    tell({ code: 'SMA_DEF_OPTION_TYPE', path, what: `is ${shown(value)}`, why: `it is made by one of ${factories}`, fix: `use ${className}.${Object.keys(options)[0]}(…)` });
    // Something stays in its place: the paths of the items behind it count it.
    return { kind: Object.keys(options)[0], ...(!unnamed && { name: '' }) };
  }
  const name = unnamed ? {} : { name: readShape(value.name, { kind: 'text' }, `${path}.name`, tell) };
  return { kind, ...name, ...readStruct(value._options ?? {}, fields, path, tell) };
}
