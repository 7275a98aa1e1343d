import {
  RECORD_IO_ALIGNMENT_BYTES, RECORD_IO_HEADER_BYTES, RECORD_IO_LENGTH_BITS, RECORD_IO_MAGIC, RECORD_IO_PART,
} from '../../../contract/record-io';

/** Longest payload of a record: its length has to fit beside the part. Unit: bytes. */
export const RECORD_MAX_BYTES = 2 ** RECORD_IO_LENGTH_BITS - 1;

const WORD = RECORD_IO_ALIGNMENT_BYTES;
const MAGIC = Buffer.alloc(WORD);
MAGIC.writeUInt32LE(RECORD_IO_MAGIC);

/** The payload is too long, or not the same when it is read again. */
export class UnframablePayload extends Error {}

/** The same bytes in pieces whose lengths are multiples of a word, but for the last. */
async function* inWords(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % WORD);
    if (whole > 0) yield bytes.subarray(0, whole);
    rest = bytes.subarray(whole);
  }
  if (rest.length > 0) yield rest;
}

/** Places of the magic number at borders of words. */
function* magicIn(bytes: Buffer): Generator<number> {
  for (let at = bytes.indexOf(MAGIC); at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
    if (at % WORD === 0) yield at;
  }
}

async function measure(chunks: AsyncIterable<Buffer>): Promise<{ bytes: number; magicAt: number[] }> {
  let bytes = 0;
  const magicAt: number[] = [];
  for await (const piece of inWords(chunks)) {
    for (const at of magicIn(piece)) magicAt.push(bytes + at);
    bytes += piece.length;
    if (bytes > RECORD_MAX_BYTES) throw new UnframablePayload(`holds more than ${RECORD_MAX_BYTES} bytes, the most that a RecordIO record can`);
  }
  return { bytes, magicAt };
}

function header(part: number, length: number): Buffer {
  const bytes = Buffer.alloc(RECORD_IO_HEADER_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUInt32LE(part * 2 ** RECORD_IO_LENGTH_BITS + length, WORD);
  return bytes;
}

/**
 * A payload as one RecordIO record, as MXNet's writer frames it: of several parts where it holds the magic number itself. It is
 * read twice, since its length and its parts stand in front of it; no more of it than a chunk is in memory.
 * @param open gives the payload from its beginning, the same each time
 * @throws UnframablePayload
 */
export async function* recordIoFrame(open: () => AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { bytes, magicAt } = await measure(open());
  const ends = [...magicAt, bytes];
  const partOf = (index: number) => (ends.length === 1 ? RECORD_IO_PART.whole
    : index === 0 ? RECORD_IO_PART.first : index === ends.length - 1 ? RECORD_IO_PART.last : RECORD_IO_PART.middle);
  yield header(partOf(0), ends[0]);
  let at = 0;
  let index = 0;
  for await (const piece of inWords(open())) {
    const end = at + piece.length;
    let from = 0;
    // The magic number that a part ends at is left out: the border of the parts stands for it.
    for (; index < magicAt.length && magicAt[index] < end; index += 1) {
      const cut = magicAt[index] - at;
      if (cut > from) yield piece.subarray(from, cut);
      from = cut + WORD;
      yield header(partOf(index + 1), ends[index + 1] - ends[index] - WORD);
    }
    if (piece.length > from) yield piece.subarray(from);
    at = end;
  }
  if (at !== bytes) throw new UnframablePayload(`changed while it was read: ${bytes} bytes at first, then ${at}`);
  if (bytes % WORD > 0) yield Buffer.alloc(WORD - (bytes % WORD));
}
