import { describe, expect, it } from 'vitest';
import { MetricScanner } from '../../../src/cli/simulator/metrics';
import { metricLine, metricRegex } from '../../../src/contract/metric-line';

describe('MetricScanner', () => {
  it('keeps every value with its time, and thins them out evenly where they are many', () => {
    const scanner = new MetricScanner([{ name: 'a', regex: metricRegex('a') }, { name: 'b', regex: metricRegex('b') }]);
    for (let value = 0; value <= 10_000; value += 1) scanner.scan(`metric a=${value};`);

    const [a, b] = scanner.series;

    const values = a.values.map(({ value }) => value);
    expect([values[0], values.at(-1), b.values]).toEqual([0, 10_000, []]);
    expect(values.length).toBeLessThanOrEqual(2_001);
    expect(new Set(values.slice(1, -1).map((value, at) => value - values[at])).size).toBe(1);
    expect(a.values.every(({ atMs }) => atMs >= 0)).toBe(true);
  });

  it('keeps the last value of each declared metric', () => {
    const scanner = new MetricScanner([{ name: 'a', regex: metricRegex('a') }, { name: 'b:c', regex: metricRegex('b:c') }]);

    for (const line of [metricLine('a', 1), 'noise', metricLine('a', -2.5e-7)]) scanner.scan(line);

    expect(scanner.final).toEqual({ a: -2.5e-7 });
    expect(scanner.missing).toEqual(['b:c']);
  });

  it('counts a value that is no number as missing', () => {
    const scanner = new MetricScanner([{ name: 'a', regex: 'a=(\\w+)' }]);

    scanner.scan('a=NaN');

    expect(scanner.missing).toEqual(['a']);
  });
});
