/** Longest wait for the metrics of a process: one that computes answers later. Unit: ms */
const TOLD_WITHIN_MS = 1_000;

/** One question to several processes. */
interface Question {
  readonly open: Set<number>;
  answered(): void;
}

/** What prom-client tells of a metric. */
interface Metric {
  readonly name: string;
  readonly type: string;
  readonly values: ReadonlyArray<{ readonly value: number; readonly metricName?: string; readonly labels: object }>;
}

/** What only ever grows, in contrast to the state of a process. */
const isCount = ({ type }: Metric): boolean => type === 'counter' || type === 'histogram';

function addedUp(one: Metric, other: Metric): Metric {
  const sums = new Map<string, Metric['values'][number]>();
  for (const value of [...one.values, ...other.values]) {
    const key = JSON.stringify([value.metricName, value.labels]);
    sums.set(key, { ...value, value: value.value + (sums.get(key)?.value ?? 0) });
  }
  return { ...one, values: [...sums.values()] };
}

/**
 * Metrics of several processes. No count falls: of a process that is busy for too long there is what it told before, and what one that
 * ended has counted stays.
 */
export class GatheredMetrics {
  /** By place. */
  private readonly known = new Map<number, readonly Metric[]>();
  /** By name, of processes that ended. */
  private readonly gone = new Map<string, Metric>();
  private readonly questions = new Map<number, Question>();
  private nextId = 0;

  /**
   * @param places whom to ask
   * @param ask asks one of them, who shall answer with the question's number
   * @returns snapshots to add up
   */
  async gather(places: readonly number[], ask: (place: number, id: number) => void): Promise<unknown[]> {
    const id = this.nextId++;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, TOLD_WITHIN_MS);
      const answered = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.questions.set(id, { open: new Set(places), answered });
      for (const place of places) ask(place, id);
      if (places.length === 0) answered();
    });
    this.questions.delete(id);
    return [...this.known.values(), [...this.gone.values()]];
  }

  /** An answer has come. */
  told(place: number, id: number, snapshot: unknown): void {
    this.known.set(place, snapshot as readonly Metric[]);
    const question = this.questions.get(id);
    question?.open.delete(place);
    if (question?.open.size === 0) question.answered();
  }

  /** The process of a place has ended. */
  left(place: number): void {
    for (const metric of this.known.get(place)?.filter(isCount) ?? []) {
      const before = this.gone.get(metric.name);
      this.gone.set(metric.name, before ? addedUp(before, metric) : metric);
    }
    this.known.delete(place);
  }
}
