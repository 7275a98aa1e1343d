import type { RequestShape } from '../../contract/request-shape';
import type { Finding } from '../rule';

/** What a rule says of one value of a request. */
export type Visit = (value: unknown, shape: RequestShape, path: string) => Finding | Finding[] | undefined;

export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The path of a part. */
export const at = (path: string, part: string): string => (path === '' ? part : `${path}.${part}`);

/** Whether a value has the type of its shape; what it holds may still be wrong. */
export function hasType(value: unknown, { type }: RequestShape): boolean {
  switch (type) {
    case 'string': return typeof value === 'string';
    case 'boolean': return typeof value === 'boolean';
    case 'integer': case 'long': return Number.isInteger(value);
    case 'list': return Array.isArray(value);
    case 'map': case 'structure': return isObject(value);
  }
}

/** A part of a request, and where it is. */
export type Part = readonly [value: unknown, shape: RequestShape, path: string];

function partsOf(value: unknown, shape: RequestShape, path: string): Part[] {
  if (!hasType(value, shape)) return [];
  switch (shape.type) {
    case 'list': return Array.from(value as unknown[], (item, index): Part => [item, shape.of, `${path}[${index}]`]);
    case 'map': return Object.entries(value as object).flatMap(([key, item]): Part[] => [[key, shape.key, at(path, key)], [item, shape.of, at(path, key)]]);
    case 'structure': return Object.entries(shape.members).flatMap(([name, member]): Part[] =>
      isStated(value as object, name) ? [[(value as Record<string, unknown>)[name], member.shape, at(path, name)]] : []);
    default: return [];
  }
}

/** Whether an object says something under a name. `undefined` says nothing: JSON has none. */
export const isStated = (value: object, name: string): boolean =>
  Object.hasOwn(value, name) && (value as Record<string, unknown>)[name] !== undefined;

/** A value and everything it holds, as far as types are what they should be, each before its parts. */
export function everyPart(value: unknown, shape: RequestShape): Part[] {
  const found: Part[] = [[value, shape, '']];
  // The list grows while it is read: parts of parts come after all of one depth.
  for (const part of found) found.push(...partsOf(...part));
  return found;
}

/** What of a value has the right type; positions in lists stay as they are. */
export function soundParts(value: unknown, shape: RequestShape): unknown {
  if (!hasType(value, shape)) return undefined;
  switch (shape.type) {
    case 'list': return Array.from(value as unknown[], (item) => soundParts(item, shape.of));
    case 'map': return Object.fromEntries(Object.entries(value as object).filter(([, item]) => hasType(item, shape.of)));
    case 'structure': return Object.fromEntries(Object.entries(shape.members).flatMap(([name, member]) => {
      const part = isStated(value as object, name) ? soundParts((value as Record<string, unknown>)[name], member.shape) : undefined;
      return part === undefined ? [] : [[name, part]];
    }));
    default: return value;
  }
}
