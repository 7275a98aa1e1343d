import { LAST_CHECK } from './check';

/** The numbers that a text such as `40-56,60` names; a string says what is wrong with it. Pure. */
export function parseOnly(text: string): ReadonlySet<number> | string {
  const numbers = new Set<number>();
  for (const part of text.split(',').map((word) => word.trim())) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
    if (!match || from < 1 || to > LAST_CHECK || from > to) return `"${part}" is neither a number nor a range of 1 to ${LAST_CHECK}, such as 40-56.`;
    for (let number = from; number <= to; number += 1) numbers.add(number);
  }
  return numbers;
}
