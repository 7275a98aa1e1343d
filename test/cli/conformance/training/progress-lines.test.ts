import { describe, expect, it } from 'vitest';
import { repeatedShapes, shapeOf } from '../../../../src/cli/conformance/training/progress-lines';

const lines = (...texts: string[]) => texts.map((text) => ({ text }));

describe('lines of progress', () => {
  it.each([['epoch 3: loss=1.5e-3;', 'epoch #: loss=#;'], ['step -2', 'step #'], ['no number', 'no number']])('"%s" has the shape "%s"', (text, shape) => {
    expect(shapeOf(text)).toBe(shape);
  });

  it('come again and again with other numbers', () => {
    expect(repeatedShapes(lines('150 rows', 'epoch 1: loss=2', 'saved', 'epoch 2: loss=1', 'saved', 'epoch 3: loss=0.5', 'saved'))).toEqual(['epoch #: loss=#']);
  });

  it('are none in a log that says everything once', () => {
    expect(repeatedShapes(lines('150 rows', 'loss=1', 'done in 3 s'))).toEqual([]);
  });
});
