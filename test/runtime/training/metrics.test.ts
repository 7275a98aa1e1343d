import { expect, it } from 'vitest';
import { metricRegex } from '../../../src/contract/metric-line';
import { createMetrics } from '../../../src/runtime/training/metrics';

const NAME = 'validation:accuracy';

function emitted(act: (metrics: ReturnType<typeof createMetrics>) => void): string[] {
  const lines: string[] = [];
  act(createMetrics([{ name: NAME, regex: metricRegex(NAME) }], (text) => void lines.push(text)));
  return lines;
}

it.each([0.93, 0, -0, -1.5, 1e-7, 1e21, 123456789, Number.MIN_VALUE, -Number.MAX_VALUE])('writes %d so that the declared regex finds it', (value) => {
  const [line] = emitted((metrics) => metrics.emit(NAME, value));

  expect(line).toBe(`metric ${NAME}=${value};\n`);
  expect(Number(new RegExp(metricRegex(NAME)).exec(line)![1])).toBe(value + 0);
});

it.each([NaN, Infinity, -Infinity, '5' as unknown as number])('refuses %s as a value', (value) => {
  expect(() => emitted((metrics) => metrics.emit(NAME, value))).toThrowError(expect.objectContaining({ code: 'SMA_RUN_METRIC_VALUE' }));
});

it('refuses a name that is not declared and suggests one', () => {
  expect(() => emitted((metrics) => metrics.emit('validation:acuracy', 1))).toThrowError(
    expect.objectContaining({ code: 'SMA_RUN_METRIC_NAME', message: expect.stringContaining('(did you mean validation:accuracy?)') }),
  );
});
