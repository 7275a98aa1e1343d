import { type Bytes, type ObjectRecord, recordTooLarge, type SplitLimits } from './record';

const LINE_FEED = 10;

/** SplitType Line: a record ends with its line feed; the last one may lack it. Empty lines are records too. */
export async function* splitLines(bytes: Bytes, limits: SplitLimits): AsyncGenerator<ObjectRecord> {
  let parts: Buffer[] = [];
  let held = 0;
  let number = 1;
  // The end of a line does not count: a file that is allowed whole is allowed as a record.
  const hold = (part: Buffer, ending: 0 | 1) => {
    held += part.byteLength;
    if (held - ending > limits.maxRecordBytes) throw recordTooLarge(number, held - ending, limits);
    parts.push(part);
  };
  const take = (): ObjectRecord => {
    const line = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    parts = [];
    held = 0;
    number += 1;
    return { framed: line, payload: line };
  };
  for await (const piece of bytes) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let start = 0;
    for (let feed = chunk.indexOf(LINE_FEED); feed >= 0; feed = chunk.indexOf(LINE_FEED, start)) {
      hold(chunk.subarray(start, feed + 1), 1);
      yield take();
      start = feed + 1;
    }
    if (start < chunk.byteLength) hold(chunk.subarray(start), 0);
  }
  if (held > 0) yield take();
}
