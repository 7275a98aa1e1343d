import { describe, expect, it } from 'vitest';
import { squarify } from '../../../src/cli/size/squarify';

const BOX = { x: 10, y: 20, width: 600, height: 400 };

describe('the boxes of a treemap', () => {
  it('have areas in the proportion of the sizes', () => {
    const sizes = [6, 6, 4, 3, 2, 2, 1];
    const boxes = squarify(sizes, BOX);

    boxes.forEach(({ width, height }, at) => expect(width * height).toBeCloseTo(BOX.width * BOX.height * sizes[at] / 24, 4));
  });

  it('fill their frame without lying over each other, however uneven the sizes are', () => {
    const boxes = squarify([1e9, 1e6, 1e6, 5, 4, 3, 2, 1, 1], BOX);

    for (const { x, y, width, height } of boxes) {
      expect(x).toBeGreaterThanOrEqual(BOX.x - 1e-6);
      expect(y).toBeGreaterThanOrEqual(BOX.y - 1e-6);
      expect(x + width).toBeLessThanOrEqual(BOX.x + BOX.width + 1e-6);
      expect(y + height).toBeLessThanOrEqual(BOX.y + BOX.height + 1e-6);
    }
    boxes.forEach((one, at) => boxes.slice(at + 1).forEach((other) => {
      const overlap = (a: number, b: number, c: number, d: number) => Math.max(0, Math.min(a + b, c + d) - Math.max(a, c));
      expect(overlap(one.x, one.width, other.x, other.width) * overlap(one.y, one.height, other.y, other.height)).toBeLessThan(1e-3);
    }));
  });

  it('are as in the paper that describes them', () => {
    const boxes = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 });

    expect(boxes.slice(0, 2)).toEqual([{ x: 0, y: 0, width: 3, height: 2 }, { x: 0, y: 2, width: 3, height: 2 }]);
    expect(boxes[2].height).toBeCloseTo(7 / 3);
  });

  it('are the frame where there is one, and none where there is nothing', () => {
    expect(squarify([5], BOX)).toEqual([BOX]);
    expect(squarify([], BOX)).toEqual([]);
  });
});
