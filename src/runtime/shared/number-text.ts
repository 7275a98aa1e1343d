const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const INFINITY = /^([+-]?)inf(inity)?$/i;

/**
 * The number that a field of CSV says: decimal, `inf` or `nan` in any case, blanks and one pair of double quotes around it.
 * An empty field is a missing value, NaN.
 * @returns undefined when it is no number
 */
export function numberOf(field: string): number | undefined {
  const trimmed = field.trim();
  const text = trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1).trim() : trimmed;
  if (NUMBER.test(text)) return Number(text);
  if (text === '' || /^nan$/i.test(text)) return NaN;
  const infinity = INFINITY.exec(text);
  return infinity ? Number(`${infinity[1]}Infinity`) : undefined;
}
