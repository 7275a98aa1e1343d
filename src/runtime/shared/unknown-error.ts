import { inspect } from 'node:util';

/**
 * Looking at what was thrown without throwing oneself: it may be any value, with getters, inspectors and proxies that throw.
 * An error inside the report of an error would leave a failed job without a reason.
 */

/** What an attempt gives, or undefined when it throws. */
export function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** `instanceof` that never throws. */
export const isA = <T>(value: unknown, type: Function & { readonly prototype: T }): value is T =>
  attempt(() => value instanceof type) ?? false;

/** A property of an error; undefined when asking for it throws. */
export const propertyOf = (error: Error, key: 'name' | 'message' | 'cause' | 'errors'): unknown => attempt(() => error[key as keyof Error]);

/** Any value as a console shows it. */
export const shown = (value: unknown, options?: { breakLength: number }): string =>
  attempt(() => inspect(value, options)) ?? `something that cannot be shown (${typeof value})`;

/** The message of an error, which some libraries set to something else than text. */
export function messageOf(error: Error): string {
  const message = propertyOf(error, 'message');
  if (typeof message === 'string') return message;
  return message === undefined ? '' : shown(message, { breakLength: Infinity });
}

/** What was thrown and its causes, outermost first, each once: a cause may lead back to where it came from. */
export function chainOf(error: unknown): unknown[] {
  const chain = new Set<unknown>();
  let link = error;
  do {
    chain.add(link);
    link = isA(link, Error) ? propertyOf(link, 'cause') : undefined;
  } while (link !== undefined && !chain.has(link));
  return [...chain];
}
