import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../../../../src/runtime/shared/runtime-error';
import type { Part } from '../../../../src/runtime/training/channels/channel-source';
import { numberBatchesOf } from '../../../../src/runtime/training/channels/number-rows';
import { recordIoOf } from '../../../../src/runtime/training/channels/record-io';
import { csvRowsOf, jsonValuesOf, linesOf } from '../../../../src/runtime/training/channels/text-readers';
import { all, partOf, recordIo } from '../../support/channels';

const CASES = 250;
const MAX_BYTES = 10_000;

const recordOf = (error: unknown): string => (error as Error).message.split(': ')[0];

async function* only(part: Part): AsyncGenerator<Part> {
  yield part;
}

/** Whole numbers from 0 below a limit, by a generator with a seed. */
function dice(seed: number): (below: number) => number {
  let state = seed + 1;
  return (below) => (state = state * 48271 % 2147483647) % below;
}

/** What means something to one of the readers: the last three are a byte order mark. */
const JUNK = Buffer.from('",\n\r\0\x0a\x23\xd7\xce"\n\r\xef\xbb\xbf', 'latin1');

/** Good data with a few mistakes: bytes changed, left out, doubled; the end cut off. */
function spoilt(good: Buffer, roll: (below: number) => number): Buffer {
  let bytes = Buffer.from(good);
  for (let mistakes = roll(4); mistakes > 0; mistakes--) {
    const at = roll(bytes.length);
    switch (roll(4)) {
      case 0: bytes[at] = roll(256); break;
      case 1: bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + roll(9))]); break;
      case 2: bytes = Buffer.concat([bytes.subarray(0, at), JUNK.subarray(roll(JUNK.length)), bytes.subarray(at)]); break;
      case 3: bytes = bytes.subarray(0, at + 1);
    }
  }
  return bytes;
}

const CSV = Buffer.from(Array.from({ length: 30 }, (_, row) => `${row},"${-row}.5",1e${row},\r\n`).join(''));
const JSON_LINES = Buffer.from(Array.from({ length: 30 }, (_, row) => `${JSON.stringify({ row, text: 'ä"\n' })}\n`).join(''));
const FRAMES = recordIo(...Array.from({ length: 30 }, (_, index) => 'x'.repeat(index)), [1, 'a'], [2, 'b'], [3, 'c']);

describe.each<[string, Buffer, (part: Part) => AsyncIterable<unknown[]>]>([
  ['CSV as texts', CSV, (part) => csvRowsOf(part, MAX_BYTES, false)],
  ['CSV as numbers', CSV, (part) => numberBatchesOf(only(part), MAX_BYTES, false, 7)],
  ['JSON Lines', JSON_LINES, (part) => jsonValuesOf(part, MAX_BYTES)],
  ['lines', JSON_LINES, (part) => linesOf(part, MAX_BYTES)],
  ['RecordIO', FRAMES, (part) => recordIoOf(part, MAX_BYTES)],
])('%s with mistakes', (_format, good, read) => {
  it('is read, or refused with one line, and the same from chunks of any size', async () => {
    expect((await all(read(partOf(good)))).flat().length).toBeGreaterThan(3);
    for (let seed = 0; seed < CASES; seed++) {
      const roll = dice(seed);
      const bytes = spoilt(good, roll);
      const outcome = (chunkBytes: number): Promise<unknown> =>
        all(read(partOf(bytes, chunkBytes))).then((lists) => lists.flat(), (error) => error);
      const [whole, cut] = [await outcome(Infinity), await outcome(1 + roll(20))];
      for (const result of [whole, cut]) {
        if (!Array.isArray(result)) expect(result).toMatchObject({ name: 'RuntimeError', code: 'SMA_RUN_RECORD', message: expect.not.stringContaining('\n') });
      }
      // Which mistake of a record is told may depend on the cut, which record it is may not.
      if (whole instanceof RuntimeError) expect(recordOf(cut)).toBe(recordOf(whole));
      else expect(cut).toEqual(whole);
    }
  });
});
