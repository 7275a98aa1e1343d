import type { InputRecord } from './data-processing';
import type { Json } from './json-path';
import type { Bytes } from './splitters/record';
import type { BatchStrategy } from '../../../contract/create-algorithm';

/** The body of one request. Where it is streamed, its numbers are those of the last time that it was. */
export interface Batch {
  readonly body: Buffer | (() => Bytes);
  /** Records in it; empty lines are none. */
  readonly records: number;
  /** The records themselves, where results are joined to them. */
  readonly inputs: readonly Json[];
}

const EMPTY_LINE = /^\r?\n$/;
const counts = ({ payload }: InputRecord): boolean => payload.byteLength > 2 || !EMPTY_LINE.test(payload.toString('latin1'));
const inputsOf = (records: readonly InputRecord[]): Json[] => records.flatMap(({ input }) => (input === undefined ? [] : [input]));

/**
 * Records of one object, put together as the strategy says. SingleRecord sends the payload without framing, MultiRecord as many
 * records, framing included, as fit; the splitter has judged already that each record alone fits.
 *
 * @param maxBytes `Infinity` where there is no limit
 */
export async function* batches(records: AsyncIterable<InputRecord>, strategy: BatchStrategy, maxBytes: number): AsyncGenerator<Batch> {
  let held: InputRecord[] = [];
  let size = 0;
  const take = (): Batch => {
    const body = strategy === 'SingleRecord' ? held[0].payload : Buffer.concat(held.map(({ framed }) => framed));
    const batch = { body, records: held.filter(counts).length, inputs: inputsOf(held) };
    held = [];
    size = 0;
    return batch;
  };
  for await (const record of records) {
    if (held.length > 0 && (strategy === 'SingleRecord' || size + record.framed.byteLength > maxBytes)) yield take();
    held.push(record);
    size += record.framed.byteLength;
  }
  if (held.length > 0) yield take();
}

/** All records of an object in one request that is sent while the object is read; may be sent several times. */
export function streamedBatch(records: () => AsyncIterable<InputRecord>): Batch {
  const batch = {
    records: 0,
    inputs: [] as Json[],
    body: async function* (): Bytes {
      batch.records = 0;
      batch.inputs = [];
      for await (const record of records()) {
        batch.records += counts(record) ? 1 : 0;
        batch.inputs.push(...inputsOf([record]));
        yield record.framed;
      }
    },
  };
  return batch;
}
