/** What batch transform makes of records and results with `JoinSource=Input`. Pure. */
import { BATCH_DATA_PROCESSING_TYPES } from '../../../contract/batch-transform';
import { LINE_MEDIA_TYPES, MEDIA_TYPE } from '../../../contract/media-types';
import { dataProcessing } from '../../simulator/transform/data-processing';
import { ObjectFailure } from '../../simulator/transform/object-failure';
import { formatOf } from '../../simulator/transform/record-formats';
import { DEFAULT_REQUEST } from '../../simulator/transform/transform-request';

/** The records of the job's output, or why there can be none. */
export type Joined = { readonly outputs: readonly string[] } | { readonly problem: string };

/** Types that the service joins at all. */
export const canJoin = (type: string): boolean => BATCH_DATA_PROCESSING_TYPES.includes(type);

/**
 * Joins as a transform job does. Tables have as many columns in each row, or their readers stop.
 * @param type of the records and of the answer
 * @param records each as it stands in the request
 */
export function joined(type: string, records: readonly string[], answer: Buffer): Joined {
  const byLines = LINE_MEDIA_TYPES.includes(type) ? { splitType: 'Line', assembleWith: 'Line' } as const : {};
  const processing = dataProcessing({ ...DEFAULT_REQUEST, contentType: type, accept: type, joinSource: 'Input', ...byLines });
  try {
    const inputs = records.map((record, at) => {
      const payload = Buffer.from(record);
      return processing.toInput({ framed: payload, payload }, at + 1).input!;
    });
    const outputs = processing.toOutputs(answer, { records: records.length, inputs });
    return unevenColumns(type, records, outputs) ?? { outputs };
  } catch (error) {
    if (error instanceof ObjectFailure) return { problem: error.summary };
    throw error;
  }
}

function unevenColumns(type: string, records: readonly string[], outputs: readonly string[]): { readonly problem: string } | undefined {
  if (type !== MEDIA_TYPE.csv) return undefined;
  const { parse } = formatOf(type);
  const columns = (text: string) => (parse(text) as unknown[]).length;
  const added = outputs.map((output, at) => columns(output) - columns(records[at]));
  const other = added.findIndex((number) => number !== added[0]);
  return other < 0 ? undefined : { problem: `result ${other + 1} has ${added[other]} columns; the first one has ${added[0]}` };
}
