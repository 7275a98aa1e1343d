import type { MetricSpec } from '../../contract/algorithm-spec';

/** Finds the values of the declared metrics in log lines, as the service does: the last value is the final one. */
export class MetricScanner {
  private readonly patterns: ReadonlyArray<{ readonly name: string; readonly regex: RegExp }>;
  private readonly values = new Map<string, number>();

  constructor(private readonly metrics: readonly MetricSpec[]) {
    this.patterns = metrics.map(({ name, regex }) => ({ name, regex: new RegExp(regex) }));
  }

  scan(line: string): void {
    for (const { name, regex } of this.patterns) {
      const found = regex.exec(line)?.[1];
      if (found !== undefined) this.values.set(name, Number(found));
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
}
