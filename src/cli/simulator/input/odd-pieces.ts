import { setImmediate } from 'node:timers/promises';

/** Sizes of pieces at whose borders neither rows nor frames end. Unit: bytes. */
const ODD_SIZES = [1, 2, 3, 5, 7, 11, 13, 101, 997, 8191];

/** The same bytes in pieces that end anywhere; each is written by itself. */
export async function* inOddPieces(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let piece = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; piece += 1) {
      const size = ODD_SIZES[piece % ODD_SIZES.length];
      yield chunk.subarray(at, at + size);
      at += size;
      await setImmediate();
    }
  }
}
