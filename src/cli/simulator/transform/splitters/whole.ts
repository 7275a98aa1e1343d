import { type Bytes, type ObjectRecord, recordTooLarge, type SplitLimits } from './record';

/** SplitType None: the object is one record, an empty object too. */
export async function* splitNothing(bytes: Bytes, limits: SplitLimits): AsyncGenerator<ObjectRecord> {
  const parts: Uint8Array[] = [];
  let held = 0;
  for await (const piece of bytes) {
    held += piece.byteLength;
    if (held > limits.maxRecordBytes) throw recordTooLarge(1, held, limits);
    parts.push(piece);
  }
  const whole = Buffer.concat(parts);
  yield { framed: whole, payload: whole };
}
