import type { RuntimeError } from '../shared/runtime-error';

const VISIBLE_ASCII = /^[\x20-\x7e]*$/;

/**
 * Checks what an algorithm wants to say in a header: a line break would end the header, and begin another one.
 * @param refuse makes the error from what is wrong, which follows a name
 */
export function checkHeaderValue(value: string, maxChars: number, refuse: (problem: string) => RuntimeError): void {
  if (typeof value !== 'string') throw refuse(`is ${typeof value}, not a text`);
  if (value.length > maxChars) throw refuse(`has ${value.length} characters; ${maxChars} are possible`);
  if (!VISIBLE_ASCII.test(value)) throw refuse('holds a character that is not visible ASCII');
}
