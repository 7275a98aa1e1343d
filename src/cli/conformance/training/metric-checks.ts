import { lastingJob } from './moments';
import { endOf, evidenceOf } from './outcomes';
import { SOURCE } from './sources';
import type { TrainingSubject } from './subject';
import type { MetricSpec } from '../../../contract/algorithm-spec';
import { cutText } from '../../../contract/quoted';
import { duration } from '../../quantities';
import { fail, pass, skip, type Check, type Verdict } from '../check';
import type { HostOutcome, LogLine } from '../targets/trial';

/** A line that comes so long before the end was not held back until then. Unit: ms. */
const BEFORE_END_MS = 50;

const matches = ({ regex }: MetricSpec, { text }: LogLine): RegExpMatchArray[] => [...text.matchAll(new RegExp(regex, 'g'))];

const UNDECLARED = 'no metric of the algorithm is known';

const hasMetric = ({ facts }: TrainingSubject, line: LogLine): boolean => facts.metrics.some((metric) => matches(metric, line).length > 0);

interface FirstMetric {
  readonly line: LogLine;
  /** Time between it and the end. Unit: ms. */
  readonly beforeMs: number;
}

function earliest(subject: TrainingSubject, { lines, durationMs }: HostOutcome): FirstMetric | undefined {
  const line = lines.find((one) => hasMetric(subject, one));
  return line && { line, beforeMs: durationMs - line.atMs };
}

/** The job in which metrics are watched: one that lasts long enough to tell a line that comes at once from one that was held back. */
function watchedJob(subject: TrainingSubject): Promise<HostOutcome> {
  const { facts, times } = subject;
  const unheld = (outcome: HostOutcome) => (earliest(subject, outcome)?.beforeMs ?? 0) > BEFORE_END_MS;
  if (!facts.longJob) return lastingJob(subject, unheld);
  // Stopped at its second metric, which is told while the job runs, or never.
  const twice = (lines: readonly LogLine[]) => lines.filter((line) => hasMetric(subject, line)).length > 1;
  return subject.job({
    hyperparameters: { ...facts.given, ...facts.longJob },
    signal: { name: 'SIGTERM', when: ({ lines }) => twice(lines), graceMs: times.stopMs },
  });
}

function oneLineEach({ facts }: TrainingSubject, { lines }: HostOutcome): Verdict | undefined {
  for (const line of lines) {
    const found = facts.metrics.flatMap((metric) => matches(metric, line).map(() => metric.name));
    if (found.length > 1) return fail('write one line for each value', `values of ${found.join(', ')} on one line: ${cutText(line.text, 300)}`);
  }
  return undefined;
}

export const metricChecks: ReadonlyArray<Check<TrainingSubject>> = [
  {
    number: 45, kind: 'T', source: SOURCE.metrics,
    name: 'every declared metric is found in the log, as a finite number',
    async run(subject) {
      if (subject.facts.metrics.length === 0) return skip(UNDECLARED);
      const outcome = await subject.baseline();
      const evidence: string[] = [];
      for (const metric of subject.facts.metrics) {
        const texts = outcome.lines.flatMap((line) => matches(metric, line).map((match) => match[1]));
        const fix = `write a line that ${metric.regex} matches, its group 1 a finite number`;
        if (texts.length === 0) return fail(fix, ...await evidenceOf(outcome, 'an ordinary job'), `${metric.name} is in none of ${outcome.lines.length} lines`);
        const odd = texts.find((text) => text === undefined || text.trim() === '' || !Number.isFinite(Number(text)));
        if (odd !== undefined || texts.includes(undefined as never)) return fail(fix, `${metric.name}: group 1 is "${odd}"`);
        evidence.push(`${metric.name} = ${texts.at(-1)} (${texts.length} times)`);
      }
      return pass(...evidence);
    },
  },
  {
    number: 46, kind: 'T', source: SOURCE.metrics,
    name: 'metrics come when they are known, each on a line of its own',
    async run(subject) {
      if (subject.facts.metrics.length === 0) return skip(UNDECLARED);
      const joined = oneLineEach(subject, await subject.baseline());
      if (joined) return joined;
      const outcome = await watchedJob(subject);
      const first = earliest(subject, outcome);
      const fix = 'flush standard output after every metric, or switch its buffering off';
      if (outcome.signalledAtMs !== undefined) return pass(`seen ${duration(first!.line.atMs)} after the start of a job that ran on`);
      if (first && first.beforeMs > BEFORE_END_MS) return pass(`seen ${duration(first.beforeMs)} before the end: ${first.line.text}`);
      if (subject.facts.longJob) return fail(fix, `no two metrics while the job ran: ${endOf(outcome)}`);
      if (!first) return fail(fix, ...await evidenceOf(outcome, 'no metric'));
      const all = outcome.lines.filter((line) => hasMetric(subject, line)).length;
      const early = outcome.lines[0].atMs < first.line.atMs - BEFORE_END_MS;
      // Several values that all come with the end were held back; a single one may have become known then.
      if (all > subject.facts.metrics.length) return fail(fix, `${all} values, all within the last ${duration(first.beforeMs)} of ${duration(outcome.durationMs)}`);
      return early
        ? pass(`one value each, ${duration(first.beforeMs)} before the end; other lines came ${duration(first.line.atMs - outcome.lines[0].atMs)} earlier, so nothing is held back`)
        : skip(`all lines come within the last ${duration(outcome.durationMs - outcome.lines[0].atMs)}; say which hyperparameters make a job last`);
    },
  },
];
