/**
 * Reading a body of CSV of which a part is none. A quote that stands wrong could swallow everything behind it, and with it the
 * count of the records: here it spoils no more than its own line.
 */
import type { Decoded } from './codec';
import { csvRecords } from '../../shared/csv-records';

type Line = string | undefined;

/** Behind a closing quote: blanks at most, then the next field or the end. */
const BEHIND_QUOTE = /\s*(,|$)/y;

/**
 * Reads a line to its end.
 * @param isOpen whether it begins inside quotes that an earlier line has opened
 */
function stateAfter(line: string, isOpen: boolean): 'closed' | 'open' | 'malformed' {
  for (let at = 0, inQuotes = isOpen; ;) {
    if (!inQuotes && line[at] !== '"') {
      const comma = line.indexOf(',', at);
      if (comma < 0) return 'closed';
      at = comma + 1;
      continue;
    }
    const quote = line.indexOf('"', inQuotes ? at : at + 1);
    if (quote < 0) return 'open';
    inQuotes = line[quote + 1] === '"';
    at = quote + 2;
    if (inQuotes) continue;
    BEHIND_QUOTE.lastIndex = quote + 1;
    const behind = BEHIND_QUOTE.exec(line);
    if (!behind) return 'malformed';
    if (behind[1] === '') return 'closed';
    at = BEHIND_QUOTE.lastIndex;
  }
}

/**
 * Where the record that begins with a line ends. A line that opens quotes ends the search of every line before it, so that all
 * searches together look at each line about once.
 * @returns the index behind its last line, or undefined when the line begins no record
 */
function recordEnd(lines: readonly Line[], start: number): number | undefined {
  let isOpen = false;
  for (let index = start; index < lines.length; index++) {
    const line = lines[index];
    const state = line === undefined ? 'malformed' : stateAfter(line, isOpen);
    if (state === 'closed') return index + 1;
    if (state === 'malformed') return undefined;
    isOpen = true;
  }
  return undefined;
}

function problemOf(line: Line): string {
  return line === undefined ? 'the line is not UTF-8 text' : 'the line is not CSV: a quote is not closed, or stands inside a field';
}

/** The records of lines; each line that is part of none is a bad record. */
export function mendedRecords(lines: readonly Line[]): Decoded {
  const records: unknown[] = [];
  const bad = new Map<number, string>();
  const refuse = (line: Line): void => void bad.set(records.length + bad.size, problemOf(line));
  for (let start = 0; start < lines.length;) {
    const end = recordEnd(lines, start);
    if (end === undefined) refuse(lines[start]);
    else records.push(...csvRecords(lines.slice(start, end).join('\n'), () => { throw new Error('the two readers of CSV disagree'); }));
    start = end ?? start + 1;
  }
  return bad.size === 0 ? { records } : { records, bad };
}
