import Papa from 'papaparse';

/** Whether a piece of text holds line ends only. */
function isEmptyLine(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (text[at] !== '\n' && text[at] !== '\r') return false;
  }
  return true;
}

/** Without quotes a line is a record and a comma a border: nothing to parse. */
function unquotedRecords(text: string): string[][] {
  const records: string[][] = [];
  for (const row of (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text).split('\n')) {
    if (row !== '') records.push(row.split(','));
  }
  return records;
}

/** Calls back for what is no CSV, and is not come back from. */
type Refuse = (recordsBefore: number, problem: string) => never;

function quotedRecords(text: string, refuse: Refuse): string[][] {
  const newline = text.includes('\n') ? '\n' : '\r';
  // Lines may end in \r\n here and \n there: with \n as border the other half sticks to the last column.
  const mixed = text.includes('\r\n');
  const records: string[][] = [];
  let start = 0;
  Papa.parse<string[]>(text, {
    delimiter: ',',
    newline,
    step({ data: row, errors, meta: { cursor } }) {
      if (errors.length > 0) refuse(records.length, errors[0].message.toLowerCase());
      if (mixed) row[row.length - 1] = row[row.length - 1].replace(/\r$/, '');
      // An empty cell in quotes looks like an empty line once it is parsed, and is a record.
      if (row.length > 1 || row[0] !== '' || !isEmptyLine(text, start, cursor)) records.push(row);
      start = cursor;
    },
  });
  return records;
}

/** Records of a whole text of CSV: quoted fields by RFC 4180; empty lines are no records, lines of blanks and `""` are. */
export const csvRecords = (text: string, refuse: Refuse): string[][] => text.includes('"') ? quotedRecords(text, refuse) : unquotedRecords(text);
