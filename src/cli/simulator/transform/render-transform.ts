/** The result of a batch transform job, for people and for programs; pure. */
import { BATCH_STRATEGY_IN_CONTAINER } from '../../../contract/batch-transform';
import { count, duration } from '../../quantities';
import { renderRows, type Row } from '../summary';
import type { TransformJob } from './transform-job';
import type { TransformedObject } from './transform-objects';
import { recordedObject } from './transform-record';

export interface TransformSummary {
  readonly engine: string;
  readonly unchecked: readonly string[];
  readonly job: TransformJob;
  /** Paths are relative to the project. */
  readonly model: string;
  readonly output: string;
  readonly run: string;
}

/** `two.csv  Completed  1 request  2 records in, 2 out`. */
export function objectLine({ key, status, requests, recordsIn, recordsOut, output, failure }: TransformedObject): string {
  const out = recordsOut === undefined ? '' : `, ${recordsOut} out`;
  const counted = `${count(requests, 'request')}  ${count(recordsIn, 'record')} in${out}`;
  return [key, status, ...(failure ? [failure.summary] : [counted, `→ ${output}`])].join('  ');
}

/** Objects whose answers hold another number of results than records went in, one line each. */
export const unequalLines = (objects: readonly TransformedObject[]): string[] => objects
  .filter(({ status, recordsIn, recordsOut }) => status === 'Completed' && recordsOut !== undefined && recordsIn !== recordsOut)
  .map(({ key, recordsIn, recordsOut }) =>
    `${key}: ${count(recordsIn, 'record')} went in and ${count(recordsOut!, 'result')} came back; a join would put results to other records`);

export function transformRows({ job, output }: Pick<TransformSummary, 'job' | 'output'>): Row[] {
  const { maxConcurrentTransforms, batchStrategy, maxPayloadInMb } = job.parameters;
  return [
    ['transform', [`${job.name}  ${job.status}  ${duration(job.durationMs)}`]],
    ['parameters', [`${BATCH_STRATEGY_IN_CONTAINER[batchStrategy]}, ${count(maxConcurrentTransforms, 'request')} at once, `
      + (maxPayloadInMb === 0 ? 'no limit of their size' : `${maxPayloadInMb} MB each`)]],
    ['objects', job.objects.map(objectLine)],
    ['output', [output]],
  ];
}

export const renderTransform = (summary: TransformSummary): string => renderRows([
  ['engine', [summary.engine]],
  ['model', [summary.model]],
  ...transformRows(summary),
  ['not checked', summary.unchecked],
  ['run', [summary.run]],
]);

export function transformDocument({ engine, unchecked, job, model, output, run }: TransformSummary): Record<string, unknown> {
  return { engine, unchecked, transform: { ...job, objects: job.objects.map(recordedObject) }, model: { path: model }, output, run };
}
