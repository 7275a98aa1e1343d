/** Lines of a log that say how far a job is: those of declared metrics, else those that come again and again with other numbers. */
import type { TrainingSubject } from './subject';
import type { MetricSpec } from '../../../contract/algorithm-spec';
import type { LogLine } from '../../engine/hosts/hosts-job';

/** So often a line comes in one job that tells of its progress. */
const REPEATED = 3;

/** Lines of one kind. */
export interface ProgressLines {
  /** Name of the metric, or how the lines look. */
  readonly name: string;
  readonly test: (text: string) => boolean;
}

/** A line without its numbers; pure. */
export const shapeOf = (text: string): string => text.replace(/[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, '#').trim();

const ofMetric = ({ name, regex }: MetricSpec): ProgressLines => {
  const pattern = new RegExp(regex);
  return { name, test: (text) => pattern.test(text) };
};

/** Kinds of lines with numbers that come several times in a log; pure. */
export function repeatedShapes(lines: ReadonlyArray<Pick<LogLine, 'text'>>): string[] {
  const counts = new Map<string, number>();
  for (const shape of lines.map(({ text }) => shapeOf(text)).filter((text) => text.includes('#'))) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  return [...counts].filter(([, times]) => times >= REPEATED).map(([shape]) => shape);
}

/** What is known of the algorithm, or was seen in an ordinary job. */
export async function progressLines(subject: TrainingSubject): Promise<readonly ProgressLines[]> {
  if (subject.facts.metrics.length > 0) return subject.facts.metrics.map(ofMetric);
  const { lines } = await subject.baseline();
  return repeatedShapes(lines).map((shape) => ({ name: shape, test: (text) => shapeOf(text) === shape }));
}

/** True of lines of any kind of progress. */
export async function isProgress(subject: TrainingSubject): Promise<(text: string) => boolean> {
  const kinds = await progressLines(subject);
  return (text) => kinds.some(({ test }) => test(text));
}
