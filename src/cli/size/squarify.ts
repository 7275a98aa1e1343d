/** The layout of a treemap: rectangles as near to squares as their order by size allows; pure. */

/** Any unit of length; x to the right, y down. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Longest side over shortest, of the worst box in a row of areas along a side. */
function worst(row: readonly number[], side: number): number {
  const total = row.reduce((sum, area) => sum + area, 0);
  const depth = total / side;
  return Math.max(...row.map((area) => Math.max(area / depth / depth, depth * depth / area)));
}

/**
 * Divides a box among sizes, which are best given in falling order.
 * @param sizes of any unit, each larger than 0
 * @returns a box for each size, in the same order
 * @see Bruls, Huizing, van Wijk: Squarified Treemaps, 2000
 */
export function squarify(sizes: readonly number[], box: Box): Box[] {
  const scale = box.width * box.height / sizes.reduce((sum, size) => sum + size, 0);
  const areas = sizes.map((size) => size * scale);
  const boxes: Box[] = [];
  let { x, y, width, height } = box;
  while (boxes.length < areas.length) {
    const side = Math.min(width, height);
    let length = 1;
    const row = (end: number) => areas.slice(boxes.length, boxes.length + end);
    while (boxes.length + length < areas.length && worst(row(length + 1), side) <= worst(row(length), side)) length += 1;
    const chosen = row(length);
    const depth = chosen.reduce((sum, area) => sum + area, 0) / side;
    const isColumn = width >= height;
    let along = isColumn ? y : x;
    for (const area of chosen) {
      const extent = area / depth;
      boxes.push(isColumn ? { x, y: along, width: depth, height: extent } : { x: along, y, width: extent, height: depth });
      along += extent;
    }
    if (isColumn) [x, width] = [x + depth, Math.max(0, width - depth)];
    else [y, height] = [y + depth, Math.max(0, height - depth)];
  }
  return boxes;
}
