import type { MetricSpec } from '../../contract/algorithm-spec';
import type { LogLine } from '../engine/hosts/hosts-job';
import { pause } from '../interruption';
import { metricLine } from '../simulator/metrics';

/** The moment in a training job at which a drill acts. */
export interface Moment {
  /** Takes the lines of the log. */
  readonly onLine: (line: Pick<LogLine, 'text'>) => void;
  /** Aborts when it has come. */
  readonly signal: AbortSignal;
  /** To be called when nobody waits for it any more. */
  readonly over: () => void;
}

/**
 * So many seconds after the program's first line, or, without a number, at the first line with a declared metric; where none is
 * declared, at the first line.
 */
export function momentOf(metrics: readonly MetricSpec[], afterSeconds?: number): Moment {
  const come = new AbortController();
  const over = new AbortController();
  const hasMetric = metricLine(metrics);
  let isSeen = false;
  return {
    signal: come.signal,
    over: () => over.abort(),
    onLine: ({ text }) => {
      if (isSeen || (afterSeconds === undefined && metrics.length > 0 && !hasMetric(text))) return;
      isSeen = true;
      if (afterSeconds === undefined) come.abort();
      else void pause(afterSeconds * 1_000, over.signal).then(() => come.abort(), () => undefined);
    },
  };
}

/** Which moment it is, in words. */
export const momentInWords = (afterSeconds?: number): string =>
  (afterSeconds === undefined ? 'the first line with a metric' : `${afterSeconds} s after the first line`);
