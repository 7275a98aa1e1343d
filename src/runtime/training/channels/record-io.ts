import type { Part } from './channel-source';
import {
  RECORD_IO_ALIGNMENT_BYTES, RECORD_IO_HEADER_BYTES, RECORD_IO_LENGTH_BITS, RECORD_IO_MAGIC, RECORD_IO_PART,
} from '../../../contract/record-io';
import { RuntimeError } from '../../shared/runtime-error';

const LENGTH_RANGE = 2 ** RECORD_IO_LENGTH_BITS;
const MAGIC_BYTES = Buffer.alloc(4);
MAGIC_BYTES.writeUInt32LE(RECORD_IO_MAGIC);

const padded = (bytes: number): number => Math.ceil(bytes / RECORD_IO_ALIGNMENT_BYTES) * RECORD_IO_ALIGNMENT_BYTES;

/** Stands behind the last slice of a record. */
export const RECORD_END = Symbol('end of record');

/** Some bytes of a record, or its end. */
export type RecordSlice = Buffer | typeof RECORD_END;

/** Takes chunks, gives slices of records; a frame may be cut anywhere. */
class RecordIoParser {
  private readonly header = Buffer.alloc(RECORD_IO_HEADER_BYTES);
  /** Bytes of the header of the frame that has begun; 0 between frames. */
  private headerBytes = 0;
  private part = 0;
  /** Of the frame that has begun, behind its header. */
  private frameBytes = 0;
  private payloadLeft = 0;
  private paddingLeft = 0;
  /** Whether the parts so far want another one. */
  private isOpen = false;
  /** Of the parts so far. */
  private recordBytes = 0;
  private count = 0;

  constructor(private readonly place: string, private readonly maxBytes: number) {}

  /** The slices that this chunk holds; they are views of it. */
  take(chunk: Buffer): RecordSlice[] {
    const slices: RecordSlice[] = [];
    for (let at = 0; ;) {
      if (this.headerBytes < RECORD_IO_HEADER_BYTES) {
        const taken = chunk.copy(this.header, this.headerBytes, at);
        at += taken;
        this.headerBytes += taken;
        if (this.headerBytes < RECORD_IO_HEADER_BYTES) return slices;
        this.begin(slices);
      }
      const payload = chunk.subarray(at, at + this.payloadLeft);
      if (payload.length > 0) slices.push(payload);
      this.payloadLeft -= payload.length;
      at += payload.length;
      const padding = Math.min(this.paddingLeft, chunk.length - at);
      this.paddingLeft -= padding;
      at += padding;
      if (this.payloadLeft > 0 || this.paddingLeft > 0) return slices;
      this.finish(slices);
    }
  }

  end(): void {
    if (this.headerBytes > 0) this.refuse(`ends after ${this.headerBytes + this.frameBytes - this.payloadLeft - this.paddingLeft} bytes of it`);
    if (this.isOpen) this.refuse('ends before its last part');
  }

  /** What the header says that is there now. */
  private begin(slices: RecordSlice[]): void {
    if (this.header.readUInt32LE(0) !== RECORD_IO_MAGIC) this.refuse('does not begin with 0xCED7230A');
    const word = this.header.readUInt32LE(MAGIC_BYTES.length);
    const length = word % LENGTH_RANGE;
    this.part = Math.floor(word / LENGTH_RANGE);
    const continues = this.part === RECORD_IO_PART.middle || this.part === RECORD_IO_PART.last;
    if (this.part > RECORD_IO_PART.last || continues !== this.isOpen) this.refuse('has parts that do not belong together');
    // A record is cut into parts where it holds the magic number itself.
    if (continues) slices.push(MAGIC_BYTES);
    this.recordBytes += length + (continues ? MAGIC_BYTES.length : 0);
    if (this.recordBytes > this.maxBytes) this.refuse(`is longer than ${this.maxBytes} bytes`);
    this.frameBytes = padded(length);
    this.payloadLeft = length;
    this.paddingLeft = this.frameBytes - length;
  }

  private finish(slices: RecordSlice[]): void {
    this.headerBytes = 0;
    this.frameBytes = 0;
    this.isOpen = this.part === RECORD_IO_PART.first || this.part === RECORD_IO_PART.middle;
    if (this.isOpen) return;
    slices.push(RECORD_END);
    this.recordBytes = 0;
    this.count++;
  }

  private refuse(problem: string): never {
    throw new RuntimeError('SMA_RUN_RECORD', this.place, `has no RecordIO in record ${this.count + 1}: it ${problem}`);
  }
}

/**
 * Payloads of the RecordIO frames of a part as they come, whatever their length; those of a record of several parts are one.
 * The buffers are views of what was read.
 * @param maxBytes longest record
 * @throws RuntimeError SMA_RUN_RECORD
 */
export async function* recordIoSlicesOf({ chunks, place }: Part, maxBytes = Infinity): AsyncGenerator<RecordSlice[]> {
  const parser = new RecordIoParser(place, maxBytes);
  for await (const chunk of chunks) yield parser.take(chunk);
  parser.end();
}

/**
 * Payloads of the RecordIO frames of a part, whole; a record of several parts is joined. The buffers may be views of what was read.
 * @param maxBytes longest record
 * @throws RuntimeError SMA_RUN_RECORD
 */
export async function* recordIoOf(part: Part, maxBytes: number): AsyncGenerator<Buffer[]> {
  let pieces: Buffer[] = [];
  for await (const slices of recordIoSlicesOf(part, maxBytes)) {
    const records: Buffer[] = [];
    for (const slice of slices) {
      if (slice !== RECORD_END) {
        pieces.push(slice);
      } else {
        records.push(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces));
        pieces = [];
      }
    }
    yield records;
  }
}
