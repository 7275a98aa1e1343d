import { oneLine } from './one-line';
import { RuntimeError } from './runtime-error';
import { attempt, chainOf, isA, messageOf, propertyOf, shown } from './unknown-error';

/** How many causes a reason tells; the log has them all. */
const CAUSES_TOLD = 3;

/** How many errors of one aggregate a reason tells. */
const ERRORS_TOLD = 3;

/** The message without lines of a stack trace: some libraries put them into the message itself. */
const withoutStackLines = (message: string): string =>
  oneLine(message.split('\n').filter((line) => !/^\s+at .*[:(]/.test(line)).join('\n'));

function nameOf(error: Error): string {
  const name = propertyOf(error, 'name');
  if (typeof name === 'string' && name !== '') return name;
  return attempt(() => error.constructor.name) || 'Error';
}

function told(error: unknown): string {
  if (!isA(error, Error)) return oneLine(typeof error === 'string' ? error : shown(error, { breakLength: Infinity }));
  const message = withoutStackLines(messageOf(error));
  const name = nameOf(error);
  if (isA(error, RuntimeError) || (name === 'Error' && message)) return message;
  return message ? `${name}: ${message}` : name;
}

/** `Promise.any` and sockets that try several addresses say everything here and next to nothing in their message. */
function errorsOf(error: unknown): unknown[] {
  const errors = isA(error, AggregateError) ? propertyOf(error, 'errors') : undefined;
  return attempt(() => Array.isArray(errors) ? [...new Set<unknown>(errors)] : []) ?? [];
}

/**
 * What was thrown, in one line without stack: the message first, the class name before it when it says more than `Error`,
 * then errors of an aggregate and causes in brackets. Never throws, whatever was thrown.
 */
export function describeError(error: unknown): string {
  const chain = chainOf(error).slice(0, CAUSES_TOLD + 1);
  return chain.flatMap((link, index) => {
    const errors = errorsOf(link).filter((inner) => !chain.includes(inner));
    const more = errors.length > ERRORS_TOLD ? [`(and ${errors.length - ERRORS_TOLD} more errors)`] : [];
    return [
      index === 0 ? told(link) : `(cause: ${told(link)})`,
      ...errors.slice(0, ERRORS_TOLD).map((inner) => `(error: ${told(inner)})`),
      ...more,
    ];
  }).join(' ');
}
