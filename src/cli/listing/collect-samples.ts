import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../cli-error';
import { digestOf } from '../digest';
import type { Project } from '../project';
import { bytes, count } from '../quantities';
import { definitionDigest, newestRecordedRun, SAMPLE_DATA_MAX_BYTES, type RecordedRun } from '../simulator/run-record';

/** One file of the samples. */
export interface SampleFile {
  /** Relative to the samples' folder. */
  readonly path: string;
  readonly body: Buffer;
}

/** What `samples.json` says: everything that ties the samples to the run that made them. Paths are relative to it. */
export interface SamplesDocument {
  readonly run: {
    readonly id: string;
    readonly engine: string;
    /** Id of the image, or `process`. */
    readonly programs: Readonly<Record<string, string>>;
    readonly model: { readonly bytes: number; readonly digest: string };
  };
  readonly payloads: ReadonlyArray<{
    readonly name: string;
    readonly input: string;
    readonly inputDigest: string;
    readonly contentType: string;
    readonly accept: string;
    readonly output: string;
    readonly outputDigest: string;
    readonly responseType?: string;
  }>;
  readonly channels: ReadonlyArray<{
    readonly name: string;
    readonly contentType?: string;
    readonly bytes: number;
    readonly files: ReadonlyArray<{ readonly path: string; readonly bytes: number; readonly digest: string }>;
    /** Why there are no files. */
    readonly leftOut?: string;
  }>;
}

export interface Samples {
  readonly document: SamplesDocument;
  readonly files: readonly SampleFile[];
}

/** The samples of the newest local run; refuses when it does not prove what they would claim. */
export async function collectSamples(project: Project): Promise<Samples> {
  const run = await newestRecordedRun(project);
  if (run === undefined) {
    throw new CliError('SMA_CLI_LISTING', { what: 'no local run has answered a payload yet.', why: WHY, fix: RUN_AGAIN });
  }
  const problems: string[] = [];
  const { record } = run;
  if (record.definitionDigest !== definitionDigest(project.plan.algorithm)) problems.push('the definition of the algorithm is not the one that the run had');
  const payloads = await payloadFiles(project, run, problems);
  const data = await channelFiles(project, run, problems);
  if (problems.length > 0) {
    throw new CliError('SMA_CLI_LISTING', {
      what: `run ${record.id} does not stand for what the project holds now; nothing was written:`, why: WHY, fix: RUN_AGAIN, details: problems,
    });
  }
  return { document: samplesDocument(run), files: [...payloads, ...data] };
}

const WHY = 'the samples of a listing are payloads that a run was sent and the answers that it gave';
const RUN_AGAIN = 'run "npx projen local", then this command again';

/** The bytes of a file that has to be what the run saw. */
async function unchanged(path: string, shown: string, digest: string, problems: string[]): Promise<Buffer> {
  const body = await readFile(path).catch((error: NodeJS.ErrnoException) => error);
  if (body instanceof Error) problems.push(`${shown} cannot be read (${body.code})`);
  else if (digestOf(body) === digest) return body;
  else problems.push(`${shown} has changed since`);
  return Buffer.alloc(0);
}

const inputPath = (name: string): string => `input/${name}`;
const outputPath = (name: string): string => `output/${name}.out`;
const dataPath = (channel: string, path: string): string => `training/${channel}/${path}`;

async function payloadFiles(project: Project, { record, dir }: RecordedRun, problems: string[]): Promise<SampleFile[]> {
  const files: SampleFile[] = [];
  for (const payload of record.payloads) {
    if (!payload.answered) problems.push(`${payload.name} got no prediction (status ${payload.status})`);
    const body = await unchanged(join(project.dir, payload.file), payload.file, payload.digest, problems);
    const prediction = await unchanged(join(dir, payload.prediction), `the run's ${payload.prediction}`, payload.predictionDigest, problems);
    files.push({ path: inputPath(payload.name), body }, { path: outputPath(payload.name), body: prediction });
  }
  return files;
}

/** Whole files or none: a part of a data set trains another model, and a part of a compressed file is no file at all. */
async function channelFiles(project: Project, { record }: RecordedRun, problems: string[]): Promise<SampleFile[]> {
  const { dataDir } = project.plan.local;
  const files: SampleFile[] = [];
  for (const { name, files: recorded = [] } of record.channels) {
    for (const { path, digest } of recorded) {
      const shown = `${dataDir}/${name}/${path}`;
      files.push({ path: dataPath(name, path), body: await unchanged(join(project.dir, shown), shown, digest, problems) });
    }
  }
  return files;
}

function samplesDocument({ record }: RecordedRun): SamplesDocument {
  return {
    run: { id: record.id, engine: record.engine, programs: record.programs, model: record.model },
    payloads: record.payloads.map(({ name, digest, contentType, accept, predictionDigest, responseType }) => ({
      name,
      input: inputPath(name),
      inputDigest: digest,
      contentType,
      accept,
      output: outputPath(name),
      outputDigest: predictionDigest,
      ...(responseType !== undefined && { responseType }),
    })),
    channels: record.channels.map(({ name, contentType, bytes: size, files }) => ({
      name,
      ...(contentType !== undefined && { contentType }),
      bytes: size,
      files: (files ?? []).map(({ path, ...rest }) => ({ path: dataPath(name, path), ...rest })),
      ...(files === undefined && { leftOut: `${bytes(size)} of data; up to ${bytes(SAMPLE_DATA_MAX_BYTES)} of a channel are included` }),
    })),
  };
}

/** `3 payloads, training data of 1 channel`. */
export function samplesInWords({ payloads, channels }: SamplesDocument): string {
  const included = channels.filter(({ leftOut }) => leftOut === undefined);
  return [count(payloads.length, 'payload'), ...(included.length > 0 ? [`training data of ${count(included.length, 'channel')}`] : [])].join(', ');
}
