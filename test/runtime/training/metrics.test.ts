import { expect, it } from 'vitest';
import { metricRegex } from '../../../src/contract/metric-line';
import { createMetrics } from '../../../src/runtime/training/metrics';

const NAME = 'validation:accuracy';
const DECLARED = [{ name: NAME, regex: metricRegex(NAME) }, { name: 'loss', regex: 'loss is ([0-9.]+)' }];

function emitted(act: (metrics: ReturnType<typeof createMetrics>) => void): string[] {
  const lines: string[] = [];
  act(createMetrics(DECLARED, (text) => void lines.push(text), new Map()));
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

it('refuses a metric with a regex of its own, which the line would not match', () => {
  expect(() => emitted((metrics) => metrics.emit('loss', 1))).toThrowError(expect.objectContaining({
    code: 'SMA_RUN_METRIC_REGEX', message: 'metric loss has a regex of its own, "loss is ([0-9.]+)", which the line of emit() would not match',
  }));
});

it('keeps the last value that it has written', () => {
  const last = new Map<string, number>();
  const metrics = createMetrics(DECLARED, () => {}, last);
  metrics.emit(NAME, 0.5);
  metrics.emit(NAME, 0.75);
  expect(() => metrics.emit(NAME, NaN)).toThrow();

  expect([...last]).toEqual([[NAME, 0.75]]);
});
