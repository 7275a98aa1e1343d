/** Samples whose records can be taken apart and put together again. */
import type { InferenceFacts } from './facts';
import { LINE_MEDIA_TYPES, MEDIA_TYPE, mediaType } from '../../../contract/media-types';
import type { Payload } from '../../simulator/payloads';

/** A sample request as its records. */
export interface RecordSample {
  readonly payload: Payload;
  /** Each as it stands in the body. */
  readonly records: readonly string[];
  /** The same request with these records. */
  readonly with: (records: readonly string[]) => Payload;
}

/** Undefined where the type does not tell what a record is. */
export function recordsOf(payload: Payload): RecordSample | undefined {
  const text = payload.body.toString('utf8');
  const sample = (records: readonly string[], join: (records: readonly string[]) => string): RecordSample | undefined =>
    (records.length === 0 ? undefined : { payload, records, with: (chosen) => ({ ...payload, body: Buffer.from(join(chosen)) }) });
  const type = mediaType(payload.contentType);
  if (LINE_MEDIA_TYPES.includes(type)) return sample(linesOf(text), (lines) => `${lines.join('\n')}\n`);
  if (type !== MEDIA_TYPE.json) return undefined;
  const value = parsed(text);
  const inList = Array.isArray(value);
  const records: unknown = inList ? value : (value as { instances?: unknown } | null | undefined)?.instances;
  if (!Array.isArray(records)) return undefined;
  const head = inList ? '' : '{"instances":';
  return sample(records.map((record) => JSON.stringify(record)), (chosen) => `${head}[${chosen.join(',')}]${inList ? '' : '}'}`);
}

/** Lines that are no record are left out, as readers of these types do. */
export const linesOf = (text: string): string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One sample for each content type. */
export function samplePerType(payloads: readonly Payload[]): Payload[] {
  const typeOf = ({ contentType }: Payload) => mediaType(contentType);
  return payloads.filter((payload, at) => payloads.findIndex((other) => typeOf(other) === typeOf(payload)) === at);
}

/** Samples of lines that are answered with lines: those that batch transform can split and join. */
export function lineSamples({ payloads, responseTypes }: InferenceFacts): RecordSample[] {
  return samplePerType(payloads).flatMap((payload) => {
    const type = mediaType(payload.contentType);
    if (!LINE_MEDIA_TYPES.includes(type)) return [];
    const own = responseTypes.length === 0 || responseTypes.includes(type);
    const accept = own ? type : responseTypes.find((other) => LINE_MEDIA_TYPES.includes(other));
    return accept === undefined ? [] : recordsOf({ ...payload, accept }) ?? [];
  });
}

/** A request of about so many bytes, never more: the records of the sample again and again. Unit: bytes. */
export function grown(payload: Payload, size: number): Payload {
  const sample = recordsOf(payload);
  if (sample === undefined) return { ...payload, body: Buffer.alloc(size, payload.body) };
  // What is around the records, and the least that stands between two.
  const around = sample.with([]).body.byteLength;
  const each = sample.records.reduce((sum, record) => sum + Buffer.byteLength(record) + 1, 0);
  const times = Math.max(1, Math.floor((size - around) / each));
  const lines = LINE_MEDIA_TYPES.includes(mediaType(payload.contentType));
  if (lines) return { ...payload, body: Buffer.alloc(times * each, `${sample.records.join('\n')}\n`) };
  return sample.with(Array.from({ length: times }, () => sample.records).flat());
}
