import { lastingJob } from './moments';
import { endOf, evidenceOf } from './outcomes';
import { progressLines, type ProgressLines } from './progress-lines';
import { SOURCE } from './sources';
import type { TrainingSubject } from './subject';
import type { MetricSpec } from '../../../contract/algorithm-spec';
import { cutText } from '../../../contract/quoted';
import type { HostOutcome, LogLine } from '../../engine/hosts/hosts-job';
import { duration } from '../../quantities';
import { fail, pass, skip, type Check, type Verdict } from '../check';

/** Lines that come in the last part of a job may have been held back until its end. Unit: share of the job. */
const END_SHARE = 0.2;
/** The end of a process is known so much later. Unit: ms. */
const END_MIN_MS = 500;
/** Values of one metric that come within so little of a job came in one piece. Unit: share of the job. */
const PIECE_SHARE = 0.02;
/** What was written in one piece may arrive in several. Unit: ms. */
const PIECE_MIN_MS = 100;

const matches = ({ regex }: MetricSpec, { text }: LogLine): RegExpMatchArray[] => [...text.matchAll(new RegExp(regex, 'g'))];

const UNDECLARED = 'no metric of the algorithm is known';

/** When the values of a job came. Unit: ms. */
interface MetricTimes {
  readonly first: LogLine;
  /** From the first line to the end of the job. */
  readonly beforeEndMs: number;
  /** From the first to the last value of the metric that has most of them. */
  readonly spreadMs: number;
  readonly values: number;
}

function timesOf(kinds: readonly ProgressLines[], { lines, durationMs }: HostOutcome): MetricTimes | undefined {
  const byKind = kinds.map(({ test }) => lines.filter(({ text }) => test(text)));
  byKind.sort((a, b) => b.length - a.length);
  const [first] = byKind.flat().sort((a, b) => a.atMs - b.atMs);
  if (!first) return undefined;
  const [most] = byKind;
  return { first, beforeEndMs: durationMs - first.atMs, spreadMs: most.at(-1)!.atMs - most[0].atMs, values: most.length };
}

/** Certainly not held back until the end. */
const cameAtOnce = ({ beforeEndMs, spreadMs }: MetricTimes, { durationMs }: HostOutcome): boolean =>
  beforeEndMs > Math.max(END_SHARE * durationMs, END_MIN_MS) || spreadMs > Math.max(PIECE_SHARE * durationMs, PIECE_MIN_MS);

/** The job in which metrics are watched: one that lasts long enough to tell a line that comes at once from one that was held back. */
async function watchedJob(subject: TrainingSubject, kinds: readonly ProgressLines[]): Promise<HostOutcome> {
  const { facts, times } = subject;
  if (!facts.longJob) {
    const usual = await subject.baseline();
    const shown = (outcome: HostOutcome) => {
      const seen = timesOf(kinds, outcome);
      return seen !== undefined && cameAtOnce(seen, outcome);
    };
    return lastingJob(subject, (outcome) => shown(outcome) || outcome.durationMs >= usual.durationMs + times.lastingMs);
  }
  // Stopped at its second metric, which is told while the job runs, or never.
  const twice = (lines: readonly LogLine[]) => lines.filter(({ text }) => kinds.some(({ test }) => test(text))).length > 1;
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
      const kinds = await progressLines(subject);
      if (kinds.length === 0) return skip(`${UNDECLARED}, and no line of its log comes again and again with other numbers`);
      const joined = oneLineEach(subject, await subject.baseline());
      if (joined) return joined;
      const outcome = await watchedJob(subject, kinds);
      const seen = timesOf(kinds, outcome);
      const fix = 'flush standard output after every metric, or switch its buffering off';
      if (seen && outcome.signalledAtMs !== undefined) return pass(`seen ${duration(seen.first.atMs)} after the start of a job that ran on`);
      if (subject.facts.longJob) return fail(fix, `no two metrics while the job ran: ${endOf(outcome)}`);
      if (!seen) return fail(fix, ...await evidenceOf(outcome, 'no metric'));
      const declared = subject.facts.metrics.length > 0;
      const times = `${seen.values} ${declared ? 'values of a metric' : `lines like "${kinds[0].name}"`} within ${duration(seen.spreadMs)}, the first ${duration(seen.beforeEndMs)} before the end of ${duration(outcome.durationMs)}`;
      if (cameAtOnce(seen, outcome)) return pass(times);
      if (outcome.durationMs < (await subject.baseline()).durationMs + subject.times.lastingMs) return skip(`no job lasts long enough to tell: ${times}`);
      // Several values that come in one piece with the end were held back; a single one may have become known then.
      if (seen.values > 1) return fail(fix, times);
      return outcome.lines[0].atMs < seen.first.atMs - END_SHARE * outcome.durationMs
        ? pass(times, 'other lines come much earlier, so nothing is held back')
        : skip(`all lines come with the end: ${times}; say which hyperparameters make a job last`);
    },
  },
];
