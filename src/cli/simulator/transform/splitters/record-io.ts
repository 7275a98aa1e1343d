import { ByteReader } from './byte-reader';
import { type Bytes, notSplittable, type ObjectRecord, recordTooLarge, type SplitLimits } from './record';
import { RECORD_IO_ALIGNMENT_BYTES, RECORD_IO_HEADER_BYTES, RECORD_IO_LENGTH_BITS, RECORD_IO_MAGIC, RECORD_IO_PART } from '../../../../contract/record-io';

interface Frame {
  readonly part: number;
  readonly framed: Buffer;
  readonly payload: Buffer;
}

const MAGIC = Buffer.alloc(4);
MAGIC.writeUInt32LE(RECORD_IO_MAGIC);

/** SplitType RecordIO: frames that are parts of one record stay together. */
export async function* splitRecordIo(bytes: Bytes, limits: SplitLimits): AsyncGenerator<ObjectRecord> {
  const reader = new ByteReader(bytes);
  try {
    for (let number = 1; ; number += 1) {
      const record = await readRecord(reader, number, limits);
      if (!record) return;
      yield record;
    }
  } finally {
    await reader.close();
  }
}

async function readRecord(reader: ByteReader, number: number, limits: SplitLimits): Promise<ObjectRecord | undefined> {
  const first = await readFrame(reader, number, 0, limits);
  if (!first) return undefined;
  const { whole, first: begin, middle, last } = RECORD_IO_PART;
  if (first.part === whole) return first;
  if (first.part !== begin) throw notSplittable('RecordIO', number, 'begins with a frame that continues another');
  const framed = [first.framed];
  const payload = [first.payload];
  for (let part: number = begin; part !== last;) {
    const held = payload.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const frame = await readFrame(reader, number, held + MAGIC.byteLength, limits);
    if (!frame || (frame.part !== middle && frame.part !== last)) throw notSplittable('RecordIO', number, 'ends before its last part');
    framed.push(frame.framed);
    // The writer left the magic out where it split the record.
    payload.push(MAGIC, frame.payload);
    part = frame.part;
  }
  return { framed: Buffer.concat(framed), payload: Buffer.concat(payload) };
}

async function readFrame(reader: ByteReader, number: number, held: number, limits: SplitLimits): Promise<Frame | undefined> {
  const header = await reader.take(RECORD_IO_HEADER_BYTES);
  if (header.byteLength === 0) return undefined;
  if (header.byteLength < RECORD_IO_HEADER_BYTES || header.readUInt32LE(0) !== RECORD_IO_MAGIC) {
    throw notSplittable('RecordIO', number, 'does not begin with the magic number and a length');
  }
  const word = header.readUInt32LE(MAGIC.byteLength);
  const length = word % 2 ** RECORD_IO_LENGTH_BITS;
  if (held + length > limits.maxRecordBytes) throw recordTooLarge(number, held + length, limits);
  const padded = Math.ceil(length / RECORD_IO_ALIGNMENT_BYTES) * RECORD_IO_ALIGNMENT_BYTES;
  const body = await reader.take(padded);
  if (body.byteLength < padded) throw notSplittable('RecordIO', number, `says ${length} bytes and the object ends before`);
  return { part: Math.floor(word / 2 ** RECORD_IO_LENGTH_BITS), framed: Buffer.concat([header, body]), payload: body.subarray(0, length) };
}
