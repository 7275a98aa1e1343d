/** Why names of channels do not differ in case only. */
export const CHANNEL_CASE_WHY = 'the name of a channel is its folder, and some file systems know no case';

/**
 * The position of the first name that differs from the one at a position in case only; undefined where none is before it, or where
 * the very same name is, which is told otherwise.
 */
export function caseTwin(names: ReadonlyArray<string | undefined>, index: number): number | undefined {
  const name = names[index];
  if (name === undefined || names.indexOf(name) < index) return undefined;
  const first = names.findIndex((other) => other?.toLowerCase() === name.toLowerCase());
  return first < index ? first : undefined;
}
