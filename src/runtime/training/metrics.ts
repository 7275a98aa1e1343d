import type { MetricSpec } from '../../contract/algorithm-spec';
import { metricLine, metricRegex } from '../../contract/metric-line';
import { quotedList } from '../../contract/quoted';
import { didYouMean } from '../shared/did-you-mean';
import { RuntimeError } from '../shared/runtime-error';

/** Reports values to SageMaker, which finds them in the log. */
export interface Metrics<Name extends string = string> {
  /**
   * Writes one line at once, such as `metric validation:accuracy=0.93;`. The last value of each metric also goes into the
   * model's manifest.
   * @param name a metric of the definition that leaves its regex to sm-algorithm; one with a regex of its own is found in a
   *   line that the algorithm writes itself
   * @param value finite
   * @throws RuntimeError SMA_RUN_METRIC_NAME, SMA_RUN_METRIC_REGEX, SMA_RUN_METRIC_VALUE
   */
  emit(name: Name, value: number): void;
}

/**
 * @param write takes finished lines, each with its line break
 * @param last gets the last value of each metric
 */
export function createMetrics(declared: readonly MetricSpec[], write: (text: string) => void, last: Map<string, number>): Metrics {
  const names = declared.map((metric) => metric.name);
  return {
    emit(name, value) {
      const metric = declared.find((candidate) => candidate.name === name);
      if (!metric) throw new RuntimeError('SMA_RUN_METRIC_NAME', `${name}${didYouMean(name, names)}`, quotedList(names));
      if (metric.regex !== metricRegex(name)) throw new RuntimeError('SMA_RUN_METRIC_REGEX', name, metric.regex);
      if (!Number.isFinite(value)) throw new RuntimeError('SMA_RUN_METRIC_VALUE', name, String(value));
      last.set(name, value);
      write(`${metricLine(name, value)}\n`);
    },
  };
}
