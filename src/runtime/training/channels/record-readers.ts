import { assertOptions, BATCH_ROWS, RECORD_MAX_BYTES, type NumberOptions, type RecordFormat, type RecordOptions } from './channel-options';
import type { ChannelFacts, ChannelSource, Part } from './channel-source';
import { numberBatchesOf } from './number-rows';
import { oneByOne } from './one-by-one';
import { RECORD_END, recordIoOf, recordIoSlicesOf, type RecordSlice } from './record-io';
import { csvRowsOf, jsonValuesOf, linesOf } from './text-readers';
import { MEDIA_TYPE, mediaType } from '../../../contract/media-types';
import { quoted, quotedList } from '../../../contract/quoted';
import { RECORD_IO_TYPES } from '../../../contract/record-io';
import type { NumberBatch } from '../../shared/number-batch';
import { RuntimeError } from '../../shared/runtime-error';

const FORMATS: Readonly<Record<string, RecordFormat>> = {
  [MEDIA_TYPE.csv]: 'csv',
  [MEDIA_TYPE.jsonLines]: 'jsonlines',
  ...Object.fromEntries(RECORD_IO_TYPES.map((type) => [type, 'recordio'])),
};

/** Attributes by name. */
type ManifestLine = Readonly<Record<string, Buffer>>;

/** The slices of the record that begins with this one. */
async function* recordFrom(first: RecordSlice, slices: AsyncIterator<RecordSlice>): AsyncGenerator<Buffer> {
  for (let slice = first; slice !== RECORD_END; slice = (await slices.next()).value) yield slice;
}

/**
 * Each frame of RecordIO as a part of its own: SageMaker puts one around every object. An object may be larger than the memory
 * is, so it is handed on as it comes; it has to be read to its end.
 */
async function* unwrapped(parts: AsyncIterable<Part>): AsyncGenerator<Part> {
  for await (const part of parts) {
    const slices = oneByOne(recordIoSlicesOf(part));
    let count = 0;
    for await (const first of slices) yield { place: `${part.place}, object ${++count}`, chunks: recordFrom(first, slices) };
  }
}

/** Each line of an augmented manifest is as many records as it has attributes, in their order. */
async function* grouped(parts: AsyncIterable<Part>, names: readonly string[], maxBytes: number): AsyncGenerator<ManifestLine[]> {
  for await (const part of parts) {
    let values: Buffer[] = [];
    for await (const records of recordIoOf(part, maxBytes)) {
      const groups: ManifestLine[] = [];
      for (const record of records) {
        values.push(record);
        if (values.length < names.length) continue;
        groups.push(Object.fromEntries(names.map((name, index) => [name, values[index]])));
        values = [];
      }
      yield groups;
    }
    if (values.length > 0) throw new RuntimeError('SMA_RUN_RECORD', part.place, `ends after ${values.length} of the ${names.length} attributes of a line`);
  }
}

async function* eachPart<T>(parts: AsyncIterable<Part>, read: (part: Part) => AsyncIterable<T[]>): AsyncGenerator<T[]> {
  for await (const part of parts) yield* read(part);
}

async function* rowsOf(batches: AsyncIterable<NumberBatch>): AsyncGenerator<Float64Array[]> {
  for await (const { rows, columns, values } of batches) {
    yield Array.from({ length: rows }, (_, row) => values.subarray(row * columns, (row + 1) * columns));
  }
}

/** What reads the lines and records of a channel, whatever its bytes come from. */
export class RecordReaders {
  constructor(private readonly facts: ChannelFacts, private readonly source: ChannelSource) {}

  lines(options: RecordOptions): AsyncIterableIterator<string> {
    const maxBytes = this.limitOf(options);
    return oneByOne(eachPart(this.objects(options), (part) => linesOf(part, maxBytes)));
  }

  records(options: RecordOptions): AsyncIterableIterator<unknown> {
    const maxBytes = this.limitOf(options);
    const header = options.header ?? false;
    switch (this.formatOf(options)) {
      case 'csv': return oneByOne(eachPart(this.objects(options), (part) => csvRowsOf(part, maxBytes, header)));
      case 'jsonlines': return oneByOne(eachPart(this.objects(options), (part) => jsonValuesOf(part, maxBytes)));
      case 'recordio': return oneByOne(eachPart(this.source.parts(options), (part) => recordIoOf(part, maxBytes)));
    }
  }

  attributes(names: readonly string[], options: RecordOptions): AsyncIterableIterator<ManifestLine> {
    const maxBytes = this.limitOf(options);
    if (names.length === 0 || new Set(names).size < names.length) {
      throw new RuntimeError('SMA_RUN_READ_OPTION', 'attributes', quotedList(names), 'a list of one or more different names');
    }
    return oneByOne(grouped(this.source.parts(options), names, maxBytes));
  }

  numbers(options: NumberOptions): AsyncIterableIterator<NumberBatch> {
    const maxBytes = this.limitOf(options);
    if ((options.as ?? FORMATS[mediaType(this.facts.contentType)]) !== 'csv') throw this.noReader('"text/csv", for numbers');
    return oneByOne(numberBatchesOf(this.objects(options), maxBytes, options.header ?? false, options.batchRows ?? BATCH_ROWS));
  }

  numberRows(options: NumberOptions): AsyncIterableIterator<Float64Array> {
    return oneByOne(rowsOf(this.numbers(options)));
  }

  private limitOf(options: RecordOptions & Pick<NumberOptions, 'batchRows'>): number {
    assertOptions(options);
    return options.recordMaxBytes ?? RECORD_MAX_BYTES;
  }

  /** Files, an epoch, or the objects in the frames of an epoch. */
  private objects(options: RecordOptions): AsyncIterable<Part> {
    const parts = this.source.parts(options);
    return this.facts.recordWrapper === 'RecordIO' ? unwrapped(parts) : parts;
  }

  private formatOf({ as }: RecordOptions): RecordFormat {
    const { contentType, recordWrapper } = this.facts;
    const format = as ?? FORMATS[mediaType(contentType)] ?? (recordWrapper === 'RecordIO' ? 'recordio' : undefined);
    if (format === undefined) throw this.noReader(quotedList(Object.keys(FORMATS)));
    return format;
  }

  private noReader(readable: string): RuntimeError {
    return new RuntimeError('SMA_RUN_RECORD_FORMAT', this.facts.name, quoted(this.facts.contentType), readable);
  }
}
