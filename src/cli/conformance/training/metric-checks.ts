import { lastingJob } from './moments';
import { SOURCE } from './sources';
import type { TrainingSubject } from './subject';
import type { MetricSpec } from '../../../contract/algorithm-spec';
import { cutText } from '../../../contract/quoted';
import type { HostOutcome, LogLine } from '../../engine/hosts/hosts-job';
import { endOf, evidenceOf } from '../../engine/hosts/outcome-words';
import { duration } from '../../quantities';
import { fail, pass, skip, type Check, type Verdict } from '../check';

/** A job that lasts so long tells lines that come at once from lines that were held back. Unit: ms. */
const LASTING_MS = 1_000;
/** Lines that come in the last part of a job may have been held back until its end. Unit: share of the job. */
const END_SHARE = 0.2;
/** Values of one metric that come within so little of a job came in one piece. Unit: share of the job. */
const PIECE_SHARE = 0.02;

const matches = ({ regex }: MetricSpec, { text }: LogLine): RegExpMatchArray[] => [...text.matchAll(new RegExp(regex, 'g'))];

const UNDECLARED = 'no metric of the algorithm is known';

const hasMetric = ({ facts }: TrainingSubject, line: LogLine): boolean => facts.metrics.some((metric) => matches(metric, line).length > 0);

/** When the values of a job came. Unit: ms. */
interface MetricTimes {
  readonly first: LogLine;
  /** From the first line to the end of the job. */
  readonly beforeEndMs: number;
  /** From the first to the last value of the metric that has most of them. */
  readonly spreadMs: number;
  readonly values: number;
}

function timesOf({ facts }: TrainingSubject, { lines, durationMs }: HostOutcome): MetricTimes | undefined {
  const byMetric = facts.metrics.map((metric) => lines.filter((line) => matches(metric, line).length > 0));
  byMetric.sort((a, b) => b.length - a.length);
  const [first] = byMetric.flat().sort((a, b) => a.atMs - b.atMs);
  if (!first) return undefined;
  const [most] = byMetric;
  return { first, beforeEndMs: durationMs - first.atMs, spreadMs: most.at(-1)!.atMs - most[0].atMs, values: most.length };
}

/** Certainly not held back until the end. */
const cameAtOnce = ({ beforeEndMs, spreadMs }: MetricTimes, { durationMs }: HostOutcome): boolean =>
  beforeEndMs > END_SHARE * durationMs || spreadMs > PIECE_SHARE * durationMs;

/** The job in which metrics are watched: one that lasts long enough to tell a line that comes at once from one that was held back. */
function watchedJob(subject: TrainingSubject): Promise<HostOutcome> {
  const { facts, times } = subject;
  if (!facts.longJob) return lastingJob(subject, ({ durationMs }) => durationMs >= LASTING_MS);
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
      const seen = timesOf(subject, outcome);
      const fix = 'flush standard output after every metric, or switch its buffering off';
      if (seen && outcome.signalledAtMs !== undefined) return pass(`seen ${duration(seen.first.atMs)} after the start of a job that ran on`);
      if (subject.facts.longJob) return fail(fix, `no two metrics while the job ran: ${endOf(outcome)}`);
      if (!seen) return fail(fix, ...await evidenceOf(outcome, 'no metric'));
      const times = `${seen.values} values of a metric within ${duration(seen.spreadMs)}, the first ${duration(seen.beforeEndMs)} before the end of ${duration(outcome.durationMs)}`;
      if (cameAtOnce(seen, outcome)) return pass(times);
      // Several values that come in one piece with the end were held back; a single one may have become known then.
      if (seen.values > 1) return fail(fix, times);
      return outcome.lines[0].atMs < seen.first.atMs - END_SHARE * outcome.durationMs
        ? pass(times, 'other lines come much earlier, so nothing is held back')
        : skip(`all lines come with the end: ${times}; say which hyperparameters make a job last`);
    },
  },
];
