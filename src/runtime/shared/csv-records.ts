import Papa from 'papaparse';
import { CARRIAGE_RETURN, COMMA, LINE_FEED } from './line-ends';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A line ends in `\n` or `\r\n`; a `\r` anywhere else is data, as where it stands must not depend on how the data is cut. The
 * last piece is what stands behind the last line end.
 */
export function splitLines(text: string): string[] {
  const lines = text.split('\n');
  return text.includes('\r') ? lines.map((line) => line.endsWith('\r') ? line.slice(0, -1) : line) : lines;
}

/** Whether a piece of text holds a line end only. */
const isEmptyLine = (text: string, start: number, end: number): boolean =>
  end - start <= 1 || (end - start === 2 && text[start] === '\r');

/**
 * Without quotes a line, as {@link splitLines} has it, is a record and a comma a border: nothing to parse. One pass over the
 * characters takes about half the time of `split` for the lines and again for the columns.
 */
function unquotedRecords(text: string): string[][] {
  const records: string[][] = [];
  let row: string[] = [];
  let start = 0;
  const endLine = (end: number): void => {
    const stop = end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
    if (stop > start || row.length > 0) {
      row.push(text.slice(start, stop));
      records.push(row);
      row = [];
    }
    start = end + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA) {
      row.push(text.slice(start, at));
      start = at + 1;
    } else if (code === LINE_FEED) {
      endLine(at);
    }
  }
  if (start < text.length || row.length > 0) endLine(text.length);
  return records;
}

/** Calls back for what is no CSV, and is not come back from. */
type Refuse = (recordsBefore: number, problem: string) => never;

/** @param text whole lines, each with its end */
function quotedRecords(text: string, refuse: Refuse): string[][] {
  const records: string[][] = [];
  let start = 0;
  // The parser takes a byte order mark from the text: so that it is none of the data, it gets one to take.
  Papa.parse<string[]>(BYTE_ORDER_MARK + text, {
    delimiter: ',',
    newline: '\n',
    step({ data: row, errors, meta: { cursor } }) {
      if (errors.length > 0) refuse(records.length, errors[0].message.toLowerCase());
      // With \n as border the other half of \r\n sticks to the last column, unless that is in quotes.
      if (text[cursor - 2] === '\r') row[row.length - 1] = row[row.length - 1].replace(/\r$/, '');
      // An empty cell in quotes looks like an empty line once it is parsed, and is a record.
      if (row.length > 1 || row[0] !== '' || !isEmptyLine(text, start, cursor)) records.push(row);
      start = cursor;
    },
  });
  return records;
}

/**
 * Records of a text of CSV, without byte order mark: quoted fields by RFC 4180, lines as {@link splitLines} has them; empty
 * lines are no records, lines of blanks and `""` are. A text may be cut behind any line end that is not in quotes.
 */
export function csvRecords(text: string, refuse: Refuse): string[][] {
  if (!text.includes('"')) return unquotedRecords(text);
  return quotedRecords(text.endsWith('\n') ? text : `${text}\n`, refuse);
}
