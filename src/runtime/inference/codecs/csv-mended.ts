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
 * Finds where records end. Whichever line has opened quotes, the line that ends them is the first behind it that does not leave
 * them open, so that all searches together look at each line once as long as they begin at later and later lines.
 * @returns the index behind the last line of the record that begins with a line, or undefined when the line begins none
 */
function recordEnds(lines: readonly Line[]): (start: number) => number | undefined {
  const stateOf = (line: Line, isOpen: boolean) => line === undefined ? 'malformed' : stateAfter(line, isOpen);
  let ending = 0;
  let state: ReturnType<typeof stateOf> = 'open';
  return (start) => {
    const own = stateOf(lines[start], false);
    if (own !== 'open') return own === 'closed' ? start + 1 : undefined;
    if (ending <= start) {
      ending = start;
      state = 'open';
    }
    while (state === 'open' && ending < lines.length - 1) state = stateOf(lines[++ending], true);
    return state === 'closed' ? ending + 1 : undefined;
  };
}

function problemOf(line: Line): string {
  return line === undefined ? 'the line is not UTF-8 text' : 'the line is not CSV: a quote is not closed, or stands inside a field';
}

/** The records of lines; each line that is part of none is a bad record. */
export function mendedRecords(lines: readonly Line[]): Decoded {
  const records: unknown[] = [];
  const bad = new Map<number, string>();
  const refuse = (line: Line): void => void bad.set(records.length + bad.size, problemOf(line));
  const endOf = recordEnds(lines);
  for (let start = 0; start < lines.length;) {
    const end = endOf(start);
    if (end === undefined) refuse(lines[start]);
    else records.push(...csvRecords(lines.slice(start, end).join('\n'), () => { throw new Error('the two readers of CSV disagree'); }));
    start = end ?? start + 1;
  }
  return bad.size === 0 ? { records } : { records, bad };
}
