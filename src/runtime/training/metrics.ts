import type { MetricSpec } from '../../contract/algorithm-spec';
import { metricLine } from '../../contract/metric-line';
import { quotedList } from '../../contract/quoted';
import { didYouMean } from '../shared/did-you-mean';
import { RuntimeError } from '../shared/runtime-error';

/** Reports values to SageMaker, which finds them in the log. */
export interface Metrics<Name extends string = string> {
  /**
   * Writes one line at once, such as `metric validation:accuracy=0.93;`.
   * @param name a metric of the definition
   * @param value finite
   * @throws RuntimeError SMA_RUN_METRIC_NAME, SMA_RUN_METRIC_VALUE
   */
  emit(name: Name, value: number): void;
}

/** @param write takes finished lines, each with its line break */
export function createMetrics(declared: readonly MetricSpec[], write: (text: string) => void): Metrics {
  const names = declared.map((metric) => metric.name);
  return {
    emit(name, value) {
      if (!names.includes(name)) throw new RuntimeError('SMA_RUN_METRIC_NAME', `${name}${didYouMean(name, names)}`, quotedList(names));
      if (!Number.isFinite(value)) throw new RuntimeError('SMA_RUN_METRIC_VALUE', name, String(value));
      write(`${metricLine(name, value)}\n`);
    },
  };
}
