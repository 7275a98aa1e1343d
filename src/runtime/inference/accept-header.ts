/** One range of an Accept header, such as `text/*;q=0.5`. */
interface MediaRange {
  readonly type: string;
  /** 0–1; 0 means not acceptable. */
  readonly quality: number;
  readonly position: number;
}

function qualityOf(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const [name, value = ''] = parameter.split('=', 2);
    if (name.trim().toLowerCase() !== 'q') continue;
    const quality = Number(value.trim() || NaN);
    return quality >= 0 && quality <= 1 ? quality : 1;
  }
  return 1;
}

function rangesOf(header: string): MediaRange[] {
  return header.split(',').map((part, position) => {
    const [type, ...parameters] = part.split(';');
    return { type: type.trim().toLowerCase(), quality: qualityOf(parameters), position };
  });
}

/** 3 for the type itself, 2 for `text/*`, 1 for any, 0 for no match. */
function specificity(range: string, type: string): number {
  if (range === type) return 3;
  if (range === '*/*' || range === '*') return 1;
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1)) ? 2 : 0;
}

/** The range that speaks for a type: the most specific one. */
function rangeFor(type: string, ranges: readonly MediaRange[]): MediaRange | undefined {
  let best: MediaRange | undefined;
  let bestSpecificity = 0;
  for (const range of ranges) {
    const found = specificity(range.type, type);
    if (found > bestSpecificity) [best, bestSpecificity] = [range, found];
  }
  return best;
}

/**
 * The response type that fits an Accept header best: by quality, then by the order of the header, then by ours.
 * @param types in our order of preference, lower case
 * @returns undefined when none is acceptable
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-accept
 */
export function acceptedType(header: string, types: readonly string[]): string | undefined {
  const ranges = rangesOf(header);
  let best: { type: string; range: MediaRange } | undefined;
  for (const type of types) {
    const range = rangeFor(type, ranges);
    if (!range || range.quality === 0) continue;
    const better = !best || range.quality > best.range.quality
      || (range.quality === best.range.quality && range.position < best.range.position);
    if (better) best = { type, range };
  }
  return best?.type;
}
