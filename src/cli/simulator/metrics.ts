import type { MetricSpec } from '../../contract/algorithm-spec';

/** Values of one metric that are kept; beyond, every second one goes, so that a log without bounds does not fill the memory. */
const KEPT_VALUES = 2_000;

export interface MetricValue {
  /** Since the scanner was made. Unit: ms. */
  readonly atMs: number;
  readonly value: number;
}

/** The values of one metric in the order of the log, thinned out evenly where they are many; the last one is always there. */
export interface MetricSeries {
  readonly name: string;
  readonly values: readonly MetricValue[];
}

class Series {
  private kept: MetricValue[] = [];
  private last: MetricValue | undefined;
  private seen = 0;
  private every = 1;

  add(value: MetricValue): void {
    this.last = value;
    if (this.seen % this.every === 0) this.kept.push(value);
    this.seen += 1;
    if (this.kept.length < KEPT_VALUES) return;
    this.kept = this.kept.filter((_, at) => at % 2 === 0);
    this.every *= 2;
  }

  get values(): MetricValue[] {
    return this.last === undefined || this.kept.at(-1) === this.last ? this.kept : [...this.kept, this.last];
  }
}

/** Finds the values of the declared metrics in log lines, as the service does: the last value is the final one. */
export class MetricScanner {
  private readonly patterns: ReadonlyArray<{ readonly name: string; readonly regex: RegExp }>;
  private readonly values = new Map<string, number>();
  private readonly found = new Map<string, Series>();
  private readonly startedAt = performance.now();

  constructor(private readonly metrics: readonly MetricSpec[]) {
    this.patterns = metrics.map(({ name, regex }) => ({ name, regex: new RegExp(regex) }));
  }

  scan(line: string): void {
    for (const { name, regex } of this.patterns) {
      const found = regex.exec(line)?.[1];
      if (found !== undefined) this.take(name, Number(found));
    }
  }

  /** Last value of each metric that was seen. */
  get final(): Record<string, number> {
    return Object.fromEntries(this.values);
  }

  /** Metrics that were declared and never seen as a number. */
  get missing(): string[] {
    return this.metrics.map(({ name }) => name).filter((name) => !Number.isFinite(this.values.get(name)));
  }

  /** Of each declared metric, without values where it was not seen as a number. */
  get series(): MetricSeries[] {
    return this.metrics.map(({ name }) => ({ name, values: this.found.get(name)?.values ?? [] }));
  }

  private take(name: string, value: number): void {
    this.values.set(name, value);
    if (!Number.isFinite(value)) return;
    const series = this.found.get(name) ?? new Series();
    this.found.set(name, series);
    series.add({ atMs: Math.round(performance.now() - this.startedAt), value });
  }
}

/** True of log lines that one of the metrics is found in. */
export function metricLine(metrics: readonly MetricSpec[]): (text: string) => boolean {
  const patterns = metrics.map(({ regex }) => new RegExp(regex));
  return (text) => patterns.some((pattern) => pattern.test(text));
}
