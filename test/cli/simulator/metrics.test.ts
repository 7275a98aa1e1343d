import { describe, expect, it } from 'vitest';
import { MetricScanner } from '../../../src/cli/simulator/metrics';
import { metricLine, metricRegex } from '../../../src/contract/metric-line';

describe('MetricScanner', () => {
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
