import type { Part } from './channel-source';
import {
  RECORD_IO_ALIGNMENT_BYTES, RECORD_IO_HEADER_BYTES, RECORD_IO_LENGTH_BITS, RECORD_IO_MAGIC, RECORD_IO_PART,
} from '../../../contract/record-io';
import { RuntimeError } from '../../shared/runtime-error';

const LENGTH_RANGE = 2 ** RECORD_IO_LENGTH_BITS;
const MAGIC_BYTES = Buffer.alloc(4);
MAGIC_BYTES.writeUInt32LE(RECORD_IO_MAGIC);

const padded = (bytes: number): number => Math.ceil(bytes / RECORD_IO_ALIGNMENT_BYTES) * RECORD_IO_ALIGNMENT_BYTES;

interface Frame {
  readonly part: number;
  readonly payload: Buffer;
  /** Where the next frame begins. */
  readonly end: number;
}

/** Takes chunks, gives records; a frame may be cut anywhere. */
class RecordIoParser {
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  /** Size of the frame that has begun, as soon as its header is there. */
  private wantedBytes = RECORD_IO_HEADER_BYTES;
  private parts: Buffer[] = [];
  private partsBytes = 0;
  private count = 0;

  constructor(private readonly place: string, private readonly maxBytes: number) {}

  /** The records that end in this chunk. */
  take(chunk: Buffer): Buffer[] {
    this.pending.push(chunk);
    this.pendingBytes += chunk.length;
    // Joining on every chunk would copy a large record again and again.
    if (this.pendingBytes < this.wantedBytes) return [];
    const bytes = this.pending.length === 1 ? chunk : Buffer.concat(this.pending);
    const records: Buffer[] = [];
    let at = 0;
    for (let frame = this.frameAt(bytes, at); frame; frame = this.frameAt(bytes, at)) {
      const record = this.joined(frame);
      if (record) records.push(record);
      at = frame.end;
    }
    this.pending = at < bytes.length ? [bytes.subarray(at)] : [];
    this.pendingBytes = bytes.length - at;
    return records;
  }

  end(): void {
    if (this.pendingBytes > 0) this.refuse(`ends after ${this.pendingBytes} bytes of it`);
    if (this.parts.length > 0) this.refuse('ends before its last part');
  }

  private frameAt(bytes: Buffer, at: number): Frame | undefined {
    this.wantedBytes = RECORD_IO_HEADER_BYTES;
    if (bytes.length - at < RECORD_IO_HEADER_BYTES) return undefined;
    if (bytes.readUInt32LE(at) !== RECORD_IO_MAGIC) this.refuse('does not begin with 0xCED7230A');
    const word = bytes.readUInt32LE(at + MAGIC_BYTES.length);
    const length = word % LENGTH_RANGE;
    if (this.partsBytes + length > this.maxBytes) this.refuse(`is longer than ${this.maxBytes} bytes`);
    const start = at + RECORD_IO_HEADER_BYTES;
    const end = start + padded(length);
    this.wantedBytes = end - at;
    if (bytes.length < end) return undefined;
    return { part: Math.floor(word / LENGTH_RANGE), payload: bytes.subarray(start, start + length), end };
  }

  /** The record that the frame completes. */
  private joined({ part, payload }: Frame): Buffer | undefined {
    const continues = part === RECORD_IO_PART.middle || part === RECORD_IO_PART.last;
    if (part > RECORD_IO_PART.last || continues !== this.parts.length > 0) this.refuse('has parts that do not belong together');
    if (part === RECORD_IO_PART.whole) {
      this.count++;
      return payload;
    }
    if (continues) this.parts.push(MAGIC_BYTES);
    this.parts.push(payload);
    this.partsBytes += payload.length + MAGIC_BYTES.length;
    if (part !== RECORD_IO_PART.last) return undefined;
    const record = Buffer.concat(this.parts);
    this.parts = [];
    this.partsBytes = 0;
    this.count++;
    return record;
  }

  private refuse(problem: string): never {
    throw new RuntimeError('SMA_RUN_RECORD', this.place, `has no RecordIO in record ${this.count + 1}: it ${problem}`);
  }
}

/**
 * Payloads of the RecordIO frames of a part; a record of several parts is joined. The buffers are views of what was read.
 * @throws RuntimeError SMA_RUN_RECORD
 */
export async function* recordIoOf({ chunks, place }: Part, maxBytes: number): AsyncGenerator<Buffer[]> {
  const parser = new RecordIoParser(place, maxBytes);
  for await (const chunk of chunks) yield parser.take(chunk);
  parser.end();
}
