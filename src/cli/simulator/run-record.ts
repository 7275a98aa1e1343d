/** What a local run sent and got, beside its files: `run.json` of its folder. Only runs that came to their invocations have one. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { objectsOf, type JobChannel } from './input/job-channel';
import { succeeded, type Invocation } from './invocation';
import type { MetricSeries } from './metrics';
import type { Payload } from './payloads';
import { writeWhole, type RunFolder } from './run-folder';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { BATCH_OUTPUT_SUFFIX } from '../../contract/batch-transform';
import type { SecondaryStatus } from '../../contract/job-outcome';
import { RUNS_DIR } from '../../contract/plan';
import type { ContainerCommand } from '../../contract/program';
import { digestOf, digestOfFile } from '../digest';
import type { UsageSample } from '../engine/usage';
import type { Project } from '../project';

const RUN_RECORD = 'run.json';

/** Sample data of a channel up to this size is looked at file by file. Unit: bytes. */
export const SAMPLE_DATA_MAX_BYTES = 1_000_000;

/** It rises when a reader of the former version would misread the file. */
const RECORD_VERSION = 1;

/** One request of a run and its answer. */
export interface RecordedPayload {
  readonly name: string;
  /** Relative to the project. */
  readonly file: string;
  readonly digest: string;
  readonly contentType: string;
  readonly accept: string;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly answered: boolean;
  /** Unit: ms; records of older versions have none. */
  readonly latencyMs?: number;
  readonly responseType?: string;
  /** Relative to the run's folder. */
  readonly prediction: string;
  readonly predictionDigest: string;
}

/** A file of a channel's sample data. */
export interface RecordedFile {
  /** Relative to the channel's folder. */
  readonly path: string;
  readonly bytes: number;
  readonly digest: string;
}

/** What a run trained on. */
export interface RecordedChannel {
  readonly name: string;
  readonly contentType?: string;
  readonly bytes: number;
  /** Absent where the data is larger than {@link SAMPLE_DATA_MAX_BYTES}. */
  readonly files?: readonly RecordedFile[];
}

/** A step of a run. */
export interface RecordedPhase {
  readonly name: string;
  /** Since {@link RunRecord.startedAt}. Unit: ms. */
  readonly startMs: number;
  /** Unit: ms. */
  readonly durationMs: number;
  readonly isBad: boolean;
}

/** A time that the training job spent in one secondary status. */
export interface RecordedStatus {
  readonly status: SecondaryStatus;
  /** Since {@link RunRecord.startedAt}. Unit: ms. */
  readonly startMs: number;
  /** 0 of the last one. Unit: ms. */
  readonly durationMs: number;
  readonly message?: string;
}

export interface RunRecord {
  readonly recordVersion: typeof RECORD_VERSION;
  readonly id: string;
  /** ISO 8601; with what follows below absent in records of older versions. */
  readonly startedAt?: string;
  /** When the record was written: ISO 8601, milliseconds. Names of runs tell seconds only. */
  readonly endedAt: string;
  readonly job: string;
  readonly engine: string;
  /** Id of the image that each command ran in; `process` where there was none. */
  readonly programs: Readonly<Record<ContainerCommand, string>>;
  /** Of the algorithm as the definition had it. */
  readonly definitionDigest: string;
  readonly model: { readonly bytes: number; readonly digest: string };
  readonly channels: readonly RecordedChannel[];
  readonly payloads: readonly RecordedPayload[];
  readonly phases?: readonly RecordedPhase[];
  readonly statuses?: readonly RecordedStatus[];
  /** Values of the declared metrics over time; times since the start of the training job. */
  readonly metrics?: readonly MetricSeries[];
  /** What the training program used, as far as the engine told; times since its start. */
  readonly usage?: readonly UsageSample[];
}

export type RunFacts = Pick<RunRecord, 'job' | 'engine' | 'programs' | 'channels' | 'startedAt' | 'phases' | 'statuses' | 'metrics' | 'usage'>
  & { readonly modelBytes: number };

/** Name of the file with the answer to a payload, below `predictions`; as batch transform names its results. */
export const predictionName = (payload: string): string => `${payload}${BATCH_OUTPUT_SUFFIX}`;

/** Changes with every word of a definition that the programs get to see. */
export const definitionDigest = (algorithm: AlgorithmSpec): string => digestOf(JSON.stringify(algorithm));

/** Writes the record in one piece, as the last file of a run. */
export async function writeRunRecord(
  project: Project, run: RunFolder, facts: RunFacts, payloads: readonly Payload[], invocations: readonly Invocation[],
): Promise<void> {
  const { modelBytes, ...rest } = facts;
  const record: RunRecord = {
    recordVersion: RECORD_VERSION,
    id: run.id,
    endedAt: new Date().toISOString(),
    ...rest,
    definitionDigest: definitionDigest(project.plan.algorithm),
    model: { bytes: modelBytes, digest: await digestOfFile(run.modelArchive) },
    payloads: payloads.map((payload, at) => recorded(project, run, payload, invocations[at])),
  };
  await writeWhole(join(run.dir, RUN_RECORD), record);
}

function recorded(project: Project, run: RunFolder, payload: Payload, invocation: Invocation): RecordedPayload {
  const { name, file = name, body, contentType, accept } = payload;
  const { status, responseType } = invocation;
  return {
    name,
    file: slashed(relative(project.dir, file)),
    digest: digestOf(body),
    contentType,
    accept,
    status,
    answered: succeeded(invocation),
    latencyMs: Math.round(invocation.latencyMs * 10) / 10,
    ...(responseType !== undefined && { responseType }),
    prediction: slashed(relative(run.dir, join(run.predictions, predictionName(name)))),
    predictionDigest: digestOf(invocation.body),
  };
}

/** The sample data of each channel; to be asked for when the job is given it. */
export const recordChannels = (channels: readonly JobChannel[]): Promise<RecordedChannel[]> => Promise.all(channels.map(recordChannel));

async function recordChannel(channel: JobChannel): Promise<RecordedChannel> {
  const { name, config: { ContentType: contentType } } = channel;
  const files = await Promise.all(objectsOf(channel).map(async ({ key, file }) => ({ path: key, file, bytes: (await stat(file)).size })));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const recordOf = { name, ...(contentType !== undefined && { contentType }), bytes };
  if (bytes > SAMPLE_DATA_MAX_BYTES) return recordOf;
  const digested = files.map(async ({ file, ...found }) => ({ ...found, digest: await digestOfFile(file) }));
  return { ...recordOf, files: await Promise.all(digested) };
}

const slashed = (path: string): string => path.replaceAll('\\', '/');

/** A run and its folder. */
export interface RecordedRun {
  readonly record: RunRecord;
  readonly dir: string;
}

/** The newest run that has a record which can be read. */
export async function newestRecordedRun(project: Project): Promise<RecordedRun | undefined> {
  const runs = join(project.dir, RUNS_DIR);
  const ids = await readdir(runs).catch(() => []);
  const found = await Promise.all(ids.map(async (id) => {
    const dir = join(runs, id);
    const record = await readFile(join(dir, RUN_RECORD), 'utf8').then((text) => JSON.parse(text) as RunRecord).catch(() => undefined);
    return record?.recordVersion === RECORD_VERSION ? [{ record, dir }] : [];
  }));
  return found.flat().sort((a, b) => (a.record.endedAt < b.record.endedAt ? -1 : 1)).at(-1);
}
