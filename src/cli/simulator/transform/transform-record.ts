/** What a batch transform job did, beside its outputs: `transform.json` of the run's folder, from the start of the job on. */
import { join } from 'node:path';
import { writeWhole, type RunFolder } from '../run-folder';
import type { EffectiveParameters } from './effective-parameters';
import type { TransformedObject } from './transform-objects';
import type { TransformRequest } from './transform-request';

/** It rises when a reader of the former version would misread the file. */
const RECORD_VERSION = 1;

export type TransformStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopped';

/** Where a run keeps what belongs to its transform job. */
export const transformPaths = ({ dir }: RunFolder) => ({
  output: join(dir, 'transform'),
  log: join(dir, 'transform.log'),
  record: join(dir, 'transform.json'),
});

export interface RecordedObject extends Omit<TransformedObject, 'failure'> {
  /** As the job's log says it. */
  readonly failure?: readonly string[];
}

export interface TransformRecord {
  readonly recordVersion: typeof RECORD_VERSION;
  readonly id: string;
  readonly job: string;
  readonly status: TransformStatus;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly engine: string;
  /** What the job asked for. */
  readonly request: TransformRequest;
  /** What it worked with, once the container was asked. */
  readonly parameters?: EffectiveParameters;
  readonly objects: readonly RecordedObject[];
  readonly failureReason?: string;
}

export const newRecord = (run: RunFolder, facts: Pick<TransformRecord, 'job' | 'engine' | 'request'>): TransformRecord => ({
  recordVersion: RECORD_VERSION, id: run.id, ...facts, status: 'InProgress', startedAt: new Date().toISOString(), objects: [],
});

export const recordedObject = ({ failure, ...facts }: TransformedObject): RecordedObject =>
  ({ ...facts, ...(failure && { failure: [failure.summary, ...failure.details] }) });

export const writeTransformRecord = (run: RunFolder, record: TransformRecord): Promise<void> =>
  writeWhole(transformPaths(run).record, record);
