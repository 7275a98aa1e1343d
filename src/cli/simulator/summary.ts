/** The result of a local run, for people; pure. */
import { bytes, count, duration } from '../quantities';
import type { Invocation } from './invocation';
import { clashLine } from './merge-folders';
import type { CompletedJob } from './training-job';

/** Unit: lines. The whole answer is in the run's folder. */
const SHOWN_LINES = 10;
/** Unit: characters. */
const SHOWN_LINE_CHARS = 160;

export interface RunSummary {
  readonly engine: string;
  readonly unchecked: readonly string[];
  readonly job: CompletedJob;
  /** Paths are relative to the project. */
  readonly archive: string;
  readonly run: string;
  /** The page that shows the run, where one is written. */
  readonly report?: string;
  readonly invocations: readonly Invocation[];
}

/** `iris.csv  200  12 ms  5 predictions`. */
export function invocationLine({ payload, status, latencyMs, predictions, problem }: Invocation): string {
  const amount = predictions === undefined ? [] : [count(predictions, 'prediction')];
  return [payload, problem ?? String(status), duration(latencyMs), ...amount].join('  ');
}

/** The answer, indented; long ones are cut. */
export function renderAnswer(invocation: Invocation, file: string): string {
  const text = invocation.body.toString('utf8').trimEnd();
  if (text === '') return invocationLine(invocation);
  const lines = text.split(/\r?\n/);
  const shown = lines.slice(0, SHOWN_LINES).map((line) => (line.length > SHOWN_LINE_CHARS ? `${line.slice(0, SHOWN_LINE_CHARS)}…` : line));
  const rest = lines.length - shown.length;
  return [invocationLine(invocation), ...shown.map((line) => `    ${line}`), ...(rest > 0 ? [`    … ${count(rest, 'more line')} in ${file}`] : [])].join('\n');
}

/** Names and what stands beside them, line by line. */
export function summaryRows({ engine, unchecked, job, archive, run, report, invocations }: RunSummary): Row[] {
  return [
    ['engine', [engine]],
    ...trainingRows(job, archive),
    ['payloads', invocations.map(invocationLine)],
    ['not checked', unchecked],
    ['run', [run]],
    ...(report === undefined ? [] : [['report', [report]] as const]),
  ];
}

export const renderSummary = (summary: RunSummary): string => renderRows(summaryRows(summary));

/** What a training job came to. */
export function trainingRows(job: CompletedJob, archive: string): Row[] {
  const metrics = Object.entries(job.metrics).map(([name, value]) => `${name} = ${value}`);
  return [
    ['job', [`${job.name}  ${job.status}  ${duration(job.durationMs)}${job.hostCount === 1 ? '' : `  ${count(job.hostCount, 'host')}`}`]],
    ...(job.clashes.length > 0 ? [['clashes', job.clashes.map(clashLine)] as const] : []),
    ['metrics', metrics.length > 0 ? metrics : ['none seen']],
    ['model', [`${bytes(job.model.bytes)}, ${count(job.model.files, 'file')}  ${archive}`]],
  ];
}

/** A name and what stands beside it, line by line. */
export type Row = readonly [name: string, lines: readonly string[]];

/** A table of two columns. */
export function renderRows(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows
    .flatMap(([name, lines]) => lines.map((line, at) => `${(at === 0 ? name : '').padEnd(width)}${line}`))
    .join('\n');
}

/** The same for programs. */
export function summaryDocument({ engine, unchecked, job, archive, run, report, invocations }: RunSummary): Record<string, unknown> {
  return {
    engine,
    unchecked,
    job: { ...job, model: undefined },
    model: { path: archive, bytes: job.model.bytes, files: job.model.files },
    payloads: invocations.map(({ body, ...rest }) => ({ ...rest, latencyMs: Math.round(rest.latencyMs), bytes: body.byteLength })),
    run,
    ...(report !== undefined && { report }),
  };
}
