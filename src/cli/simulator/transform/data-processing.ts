/** InputFilter, JoinSource and OutputFilter: from a record to what is sent, from an answer to what is kept. Pure. */
import { type Filter, type Json, parseFilter } from './json-path';
import { ObjectFailure } from './object-failure';
import { formatOf } from './record-formats';
import type { ObjectRecord } from './splitters/record';
import type { TransformRequest } from './transform-request';
import { BATCH_FILTER_ALL } from '../../../contract/batch-transform';
import { count } from '../../quantities';

/** A record as it is sent, and the whole record where the result is joined to it. */
export interface InputRecord extends ObjectRecord {
  readonly input?: Json;
}

export interface DataProcessing {
  /** Throws {@link ObjectFailure} where a record cannot be read or has not what the filter names. */
  toInput(record: ObjectRecord, number: number): InputRecord;
  /** The results of the answer to a request as texts, in the order of its records. */
  toOutputs(answer: Buffer, sent: { readonly records: number; readonly inputs: readonly Json[] }): string[];
}

/** @param request one that was checked */
export function dataProcessing(request: TransformRequest): DataProcessing {
  const { contentType = '', accept = '', splitType, joinSource } = request;
  const [inputFormat, outputFormat] = [formatOf(contentType), formatOf(accept)];
  const [inputFilter, outputFilter] = [filterOf(request.inputFilter), filterOf(request.outputFilter)];
  const join = joinSource === 'Input';
  const lines = splitType === 'Line';

  return {
    toInput(record, number) {
      const text = lines ? record.payload.toString('utf8').replace(/\r?\n$/, '') : record.payload.toString('utf8');
      if ((!inputFilter && !join) || (lines && text === '')) return record;
      const input = attempt(`Failed to parse record ${number} as ${inputFormat.name}`, () => inputFormat.parse(text));
      if (!inputFilter) return { ...record, input };
      const filtered = attempt(`InputFilter of record ${number}`, () => inputFilter.apply(input));
      const payload = Buffer.from(`${inputFormat.render(filtered)}${lines ? '\n' : ''}`);
      return { framed: payload, payload, ...(join && { input }) };
    },
    toOutputs(answer, { records, inputs }) {
      const text = answer.toString('utf8');
      // A value of JSON may take several lines where it is the only one.
      const parts = lines && (records !== 1 || outputFormat.name === 'CSV') ? text.split(/\r?\n/).filter((line) => line !== '') : [text];
      if (join && parts.length !== inputs.length) {
        throw new ObjectFailure('algorithm', `${count(inputs.length, 'record')} went in and ${count(parts.length, 'result')} came back; a join needs one for each`);
      }
      return parts.map((part, at) => {
        const output = attempt(`Failed to parse output from the algorithm as ${outputFormat.name}`, () => outputFormat.parse(part), 'algorithm');
        const joined = join ? outputFormat.join(inputs[at], output) : output;
        return outputFormat.render(outputFilter ? attempt('OutputFilter', () => outputFilter.apply(joined)) : joined);
      });
    },
  };
}

function filterOf(text: string): Filter | undefined {
  const parsed = parseFilter(text);
  return text === BATCH_FILTER_ALL || 'problem' in parsed ? undefined : parsed.filter;
}

function attempt<T>(what: string, work: () => T, blame: ObjectFailure['blame'] = 'client'): T {
  try {
    return work();
  } catch (error) {
    throw new ObjectFailure(blame, `${what}: ${(error as Error).message}`);
  }
}
