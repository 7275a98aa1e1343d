import { inspect } from 'node:util';
import { oneLine } from './one-line';
import { RuntimeError } from './runtime-error';

/** How many causes a reason tells; the log has them all. */
const CAUSES_TOLD = 3;

/** The message without lines of a stack trace: some libraries put them into the message itself. */
const withoutStackLines = (message: string): string =>
  oneLine(message.split('\n').filter((line) => !/^\s+at .*[:(]/.test(line)).join('\n'));

function told(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(typeof error === 'string' ? error : inspect(error, { breakLength: Infinity }));
  const message = withoutStackLines(error.message);
  if (error instanceof RuntimeError || (error.name === 'Error' && message)) return message;
  return message ? `${error.name}: ${message}` : error.name;
}

/**
 * What was thrown, in one line without stack: the message first, the class name before it when it says more than `Error`,
 * then the causes in brackets.
 */
export function describeError(error: unknown): string {
  const parts = [told(error)];
  let cause = error instanceof Error ? error.cause : undefined;
  while (cause !== undefined && parts.length <= CAUSES_TOLD) {
    parts.push(`(cause: ${told(cause)})`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return parts.join(' ');
}
