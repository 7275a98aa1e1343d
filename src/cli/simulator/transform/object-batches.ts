import { type Batch, batches, streamedBatch } from './batches';
import { dataProcessing, type DataProcessing, type InputRecord } from './data-processing';
import type { EffectiveParameters } from './effective-parameters';
import type { Bytes } from './splitters/record';
import { splitterFor } from './splitters/splitter-for';
import { processesData, type TransformRequest } from './transform-request';
import { BATCH_MB } from '../../../contract/batch-transform';

export interface BatchPlan {
  readonly request: TransformRequest;
  readonly parameters: EffectiveParameters;
  readonly processing?: DataProcessing;
}

export const batchPlan = (request: TransformRequest, parameters: EffectiveParameters): BatchPlan =>
  ({ request, parameters, ...(processesData(request) && { processing: dataProcessing(request) }) });

/** The requests that one object becomes. @param open the object's bytes, from their start, as often as it is called */
export function batchesOf(open: () => Bytes, { request, parameters, processing }: BatchPlan): AsyncIterable<Batch> {
  const { batchStrategy, maxPayloadInMb } = parameters;
  const unlimited = maxPayloadInMb === 0;
  const maxBytes = unlimited ? Infinity : maxPayloadInMb * BATCH_MB;
  const split = splitterFor(request.splitType);
  const records = async function* (): AsyncGenerator<InputRecord> {
    let number = 0;
    for await (const record of split(open(), { maxRecordBytes: maxBytes })) {
      number += 1;
      yield processing ? processing.toInput(record, number) : record;
    }
  };
  if (!unlimited) return batches(records(), batchStrategy, maxBytes);
  if (request.splitType === 'None') return only(processing ? streamedBatch(records) : { body: open, records: 1, inputs: [] });
  return batchStrategy === 'MultiRecord' ? only(streamedBatch(records)) : batches(records(), batchStrategy, maxBytes);
}

async function* only(batch: Batch): AsyncGenerator<Batch> {
  yield batch;
}
