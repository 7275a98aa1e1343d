import type { Part } from './channel-source';
import { wholeRecords } from './whole-records';
import { csvRecords, splitLines } from '../../shared/csv-records';
import { RuntimeError } from '../../shared/runtime-error';

/*
 * Readers give records in lists, as many as a chunk holds: what is asynchronous costs once a chunk, not once a record.
 * What they throw names the place of a record and never its text.
 */

/** Lines without their ends, empty ones included. */
export async function* linesOf(part: Part, maxBytes: number): AsyncGenerator<string[]> {
  for await (const piece of wholeRecords(part, false, maxBytes)) {
    const text = piece.toString('utf8', 0, piece.length - 1);
    yield splitLines(text);
  }
}

/** Rows of CSV as texts. */
export async function* csvRowsOf(part: Part, maxBytes: number, header: boolean): AsyncGenerator<string[][]> {
  let before = 0;
  for await (const piece of wholeRecords(part, true, maxBytes)) {
    const text = piece.toString('utf8');
    const rows = csvRecords(text, (recordsBefore, problem) => {
      throw new RuntimeError('SMA_RUN_RECORD', part.place, `has no CSV in record ${before + recordsBefore + 1}: ${problem}`);
    });
    const leaveOut = header && before === 0 && rows.length > 0;
    before += rows.length;
    yield leaveOut ? rows.slice(1) : rows;
  }
}

/** One JSON value a line; blank lines are no records. */
export async function* jsonValuesOf(part: Part, maxBytes: number): AsyncGenerator<unknown[]> {
  let before = 0;
  for await (const lines of linesOf(part, maxBytes)) {
    const values: unknown[] = [];
    for (const line of lines) {
      if (line.trim() === '') continue;
      try {
        values.push(JSON.parse(line));
      } catch {
        // The parser's own message quotes the data.
        throw new RuntimeError('SMA_RUN_RECORD', part.place, `has no JSON in record ${before + values.length + 1}`);
      }
    }
    before += values.length;
    yield values;
  }
}
