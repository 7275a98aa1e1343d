/**
 * What batch transform makes of records and results with `JoinSource=Input`. Pure.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html
 */
import Papa from 'papaparse';
import { MEDIA_TYPE } from '../../../contract/media-types';

/** Where the result of a record that is an object goes, and what a record that is none becomes. */
const OUTPUT_KEY = 'SageMakerOutput';
const INPUT_KEY = 'SageMakerInput';

/** The lines of the job's output, or why there can be none. */
export type Joined = { readonly lines: readonly string[] } | { readonly problem: string };

/** Joins line by line: columns of CSV are appended, JSON Lines become objects. */
export function joinedLines(type: string, records: readonly string[], results: readonly string[]): Joined {
  if (records.length !== results.length) return { problem: `${records.length} records and ${results.length} results: they cannot be told which is whose` };
  const lines: string[] = [];
  let columns: number | undefined;
  for (const [at, record] of records.entries()) {
    const result = results[at];
    const joined = type === MEDIA_TYPE.csv ? joinedCsv(record, result, columns) : joinedJson(record, result);
    if ('problem' in joined) return { problem: `result ${at + 1} (${result.slice(0, 80)}) ${joined.problem}` };
    columns = joined.columns;
    lines.push(joined.line);
  }
  return { lines };
}

type JoinedLine = { readonly line: string; readonly columns?: number } | { readonly problem: string };

/** @param columns of the results before it: a table has as many in each line */
function joinedCsv(record: string, result: string, columns: number | undefined): JoinedLine {
  const row = csvRow(result);
  if (row === undefined) return { problem: 'is no row of CSV' };
  if (columns !== undefined && row.length !== columns) return { problem: `has ${row.length} columns; those before it have ${columns}` };
  const line = `${record},${result}`;
  const whole = csvRow(line);
  const expected = (csvRow(record)?.length ?? 0) + row.length;
  if (whole?.length !== expected) return { problem: `gives a row of ${whole?.length ?? 'no'} columns when it is appended; ${expected} are expected` };
  return { line, columns: row.length };
}

function csvRow(line: string): string[] | undefined {
  const { data, errors } = Papa.parse<string[]>(line, { delimiter: ',' });
  return errors.length === 0 && data.length === 1 ? data[0] : undefined;
}

function joinedJson(record: string, result: string): JoinedLine {
  let output: unknown;
  try {
    output = JSON.parse(result);
  } catch (error) {
    return { problem: `is not JSON: ${(error as Error).message}` };
  }
  const input: unknown = JSON.parse(record);
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  return { line: JSON.stringify(isObject ? { ...input, [OUTPUT_KEY]: output } : { [INPUT_KEY]: input, [OUTPUT_KEY]: output }) };
}
