import { inspect } from 'node:util';

const refusing = { get(): never { throw new Error('inner'); } };
const hiding = (error: Error, ...keys: string[]): Error =>
  Object.defineProperties(error, Object.fromEntries(keys.map((key) => [key, refusing])));

/** What no program should throw, and some do: the case, what is thrown, what is told of it. */
export const ODD_ERRORS: [string, () => unknown, RegExp][] = [
  ['an object as message', () => Object.assign(new Error('x'), { message: { detail: 'no rows' } }), /^\{ detail: 'no rows' \}/],
  ['a symbol as message', () => Object.assign(new RangeError('x'), { message: Symbol('rows') }), /^RangeError: Symbol\(rows\)/],
  ['a symbol as name', () => Object.assign(new Error('rows'), { name: Symbol('n') }), /rows/],
  ['a message that throws', () => hiding(new RangeError('x'), 'message'), /^RangeError/],
  ['a stack, a name and a cause that throw', () => hiding(new Error('rows'), 'stack', 'name', 'cause'), /rows/],
  ['errors that throw', () => hiding(new AggregateError([], 'rows'), 'errors'), /^AggregateError: rows/],
  ['an error of an aggregate that throws', () => new AggregateError([hiding(new Error('x'), 'message')], 'rows'), /^AggregateError: rows \(error: Error\)/],
  ['a value that throws when it is shown', () => ({ [inspect.custom]() { throw new Error('inner'); } }), /^something that cannot be shown/],
  ['a proxy that refuses to be asked', () => new Proxy({}, { getPrototypeOf: refusing.get, get: refusing.get }), /^./],
  ['a revoked proxy', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  }, /^./],
];
