/** How a training job ended, from how its hosts did. */
import { readFile, rm } from 'node:fs/promises';
import { clashLine, mergeFolders, type Clash } from './merge-folders';
import { listFolder, packFolder, packModel, type Archive } from './model-archive';
import type { TrainingRun } from './training-run';
import { FAILURE_REASON_MAX_CHARS } from '../../contract/job-outcome';
import type { OptMlPaths } from '../../contract/opt-ml';
import { hostName } from '../engine/hosts/host-names';
import type { HostOutcome } from '../engine/hosts/hosts-job';
import type { Report } from '../report';

/** The host whose end made the job fail: the first that ended badly by itself. */
export const failingHost = (outcomes: readonly HostOutcome[]): HostOutcome | undefined =>
  outcomes.filter(({ ended, abandoned }) => ended.exitCode !== 0 && !abandoned).sort((a, b) => a.endedAt - b.endedAt).at(0);

/** Whether an order to stop reached a program; without, the job had ended already. */
const wasReached = (outcomes: readonly HostOutcome[]): boolean => outcomes.some(({ signalledAtMs }) => signalledAtMs !== undefined);

/** What becomes of the job. A stopped one is Stopped however its programs ended. */
export function statusOf(outcomes: readonly HostOutcome[], isStopped: boolean): 'Completed' | 'Failed' | 'Stopped' {
  if (isStopped && wasReached(outcomes)) return 'Stopped';
  return failingHost(outcomes) ? 'Failed' : 'Completed';
}

/** What the service shows of the failure file; undefined where there is none. */
export async function failureReasonOf({ paths }: HostOutcome): Promise<string | undefined> {
  const failure = await readFile(paths.failure, 'utf8').catch(() => undefined);
  // Characters, not UTF-16 units: a cut never leaves half of one.
  return failure === undefined ? undefined : Array.from(failure).slice(0, FAILURE_REASON_MAX_CHARS).join('');
}

/** What a job left. */
export interface JobOutput {
  /** Absent where a stopped job left no file. */
  readonly model?: Archive;
  readonly clashes: readonly Clash[];
}

/** Merges what the hosts left, and packs model and output as the service does. Only a stopped job may leave no model. */
export async function uploadOutput(
  { options: { run } }: TrainingRun, outcomes: readonly HostOutcome[], isStopped: boolean,
): Promise<JobOutput> {
  const { training } = run;
  const clashes = outcomes.length === 1 ? [] : await mergeHosts(outcomes, training);
  const output = await listFolder(training.outputData);
  if (output.files.length > 0) await packFolder(training.outputData, run.outputArchive, output.files.length);
  const strange = outcomes.flatMap(({ strangeModelEntries }) => strangeModelEntries);
  const isEmpty = strange.length === 0 && (await listFolder(training.model)).files.length === 0;
  const model = isStopped && isEmpty ? undefined : await packModel(training.model, run.modelArchive, strange);
  return { ...(model && { model }), clashes };
}

async function mergeHosts(outcomes: readonly HostOutcome[], into: OptMlPaths): Promise<Clash[]> {
  const clashes: Clash[] = [];
  for (const folder of ['model', 'outputData'] as const) {
    const hosts = outcomes.map(({ paths }, place) => ({ name: hostName(place), folder: paths[folder] }));
    clashes.push(...await mergeFolders(hosts, into[folder]));
  }
  for (const { paths } of outcomes) await rm(paths.model, { recursive: true, force: true });
  return clashes;
}

/** Says which files of several hosts have the same name. */
export function warnOfClashes(clashes: readonly Clash[], report: Report): void {
  for (const clash of clashes.filter(({ isSame }) => !isSame)) report.warn(`${clashLine(clash)}; SageMaker does not say which one it keeps`);
}
