/** Gathers what a local run has told so far and writes its page. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Answered } from './expected-predictions';
import type { RunView, UsageView } from './run-view';
import { MEDIA_TYPE, mediaType } from '../../contract/media-types';
import { requestSubject } from '../../rules/request/request-rule';
import { projectRequest } from '../algorithm/request';
import type { CliContext } from '../cli-context';
import { runChecks } from '../conformance/check';
import { REQUEST_CHECKS } from '../conformance/registry';
import type { CheckedSubject } from '../conformance/suite';
import type { UsageSample } from '../engine/usage';
import type { Project } from '../project';
import { duration, moment } from '../quantities';
import { objectsOf, type JobChannel } from '../simulator/input/job-channel';
import { describeFailure, succeeded, type Invocation } from '../simulator/invocation';
import type { MetricSeries } from '../simulator/metrics';
import type { Payload } from '../simulator/payloads';
import type { RunFolder } from '../simulator/run-folder';
import type { RecordedChannel, RecordedPhase, RecordedStatus } from '../simulator/run-record';

/** What is known of a run; the later parts are absent where it ended before. */
export interface ToldRun {
  readonly project: Project;
  readonly run: RunFolder;
  readonly startedAt: Date;
  readonly phases: readonly RecordedPhase[];
  readonly statuses: readonly RecordedStatus[];
  readonly metrics: readonly MetricSeries[];
  readonly usage: readonly UsageSample[];
  readonly channels: readonly JobChannel[];
  readonly recorded: readonly RecordedChannel[];
  readonly payloads: readonly Payload[];
  readonly invocations: readonly Invocation[];
  /** Names and what stands beside them, as the terminal shows them. */
  readonly summary?: RunView['facts'];
  /** How it ended, where that was badly. */
  readonly problem?: string;
}

/** Rows of the terminal's summary that have a section of their own. */
const SHOWN_BELOW = ['metrics', 'payloads', 'report'];

const renderer = () => import('./render-run');

/** Loads what makes the page while there is nothing else to do. */
export function preloadRunReport(): void {
  renderer().catch(() => undefined);
}

/** Writes the page in one piece, beside the other files of the run. */
export async function writeRunReport(context: CliContext, told: ToldRun): Promise<void> {
  const { renderRun } = await renderer();
  const text = renderRun(await viewOf(context, told));
  const { report: file } = told.run;
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}

async function viewOf(context: CliContext, told: ToldRun): Promise<RunView> {
  const { project, run, startedAt, phases, statuses, metrics, usage, invocations, summary = [], problem } = told;
  const tookMs = Math.max(0, ...phases.map(({ startMs, durationMs }) => startMs + durationMs));
  return {
    title: `${project.plan.algorithm.name}: ${problem === undefined ? 'local run' : 'local run that failed'}`,
    subtitle: `${run.id} · ${moment(startedAt)} · ${duration(tookMs)}`,
    problem,
    facts: summary.length > 0 ? summary.filter(([name]) => !SHOWN_BELOW.includes(name)) : [['run', [run.id]]],
    phases,
    statuses,
    metrics,
    invocations: invocations.map((invocation) => ({
      payload: invocation.payload,
      status: invocation.status,
      latencyMs: invocation.latencyMs,
      contentType: invocation.contentType,
      ...(!succeeded(invocation) && { problem: invocation.problem ?? `status ${invocation.status}` }),
    })),
    usage: usageOf(usage, phases),
    predictions: await predictionsOf(told),
    checks: await checksOf(context, project),
    footer: 'Written by sm-algorithm local. "npx projen conformance" runs all checks on the images; "npx projen report" opens the newest page.',
  };
}

function usageOf(usage: readonly UsageSample[], phases: readonly RecordedPhase[]): readonly UsageView[] | { readonly absent: string } {
  if (usage.length >= 2) return usage;
  if (!phases.some(({ name }) => name === 'train')) return { absent: 'The run ended before training.' };
  return { absent: 'Training ended before its use of memory and processors had been seen twice, or the engine does not tell it.' };
}

async function predictionsOf({ payloads, invocations, channels, recorded }: ToldRun): Promise<RunView['predictions']> {
  const { ExpectedValues, predictionsBeside } = await import('./expected-predictions');
  const expected = new ExpectedValues();
  for (const text of await csvTexts(channels, recorded)) expected.add(text);
  return invocations.map((invocation, at) => {
    if (!succeeded(invocation)) return { payload: invocation.payload, predictions: { absent: describeFailure(invocation) } };
    const { name: payload, contentType, body } = payloads[at];
    const answered: Answered = { payload, contentType, body: body.toString('utf8'), responseType: invocation.responseType, answer: invocation.body.toString('utf8') };
    return predictionsBeside(answered, expected);
  });
}

/** CSV of the sample data, where it is small enough to be looked at. */
async function csvTexts(channels: readonly JobChannel[], recorded: readonly RecordedChannel[]): Promise<string[]> {
  const isSmall = (name: string) => recorded.some((one) => one.name === name && one.files !== undefined);
  const isCsv = ({ compression, config: { ContentType: type } }: JobChannel) => compression === 'None' && type !== undefined && mediaType(type) === MEDIA_TYPE.csv;
  const objects = channels.filter((channel) => isSmall(channel.name) && isCsv(channel)).flatMap(objectsOf);
  return Promise.all(objects.map(({ file }) => readFile(file, 'utf8')));
}

/** The checks that need nothing but the definition; without them where the request cannot be made. */
async function checksOf(context: CliContext, project: Project): Promise<CheckedSubject[]> {
  const made = await projectRequest(context, project, {}).catch(() => undefined);
  return made ? [{ subject: 'request of the definition', results: await runChecks(REQUEST_CHECKS, requestSubject(made.request)) }] : [];
}
