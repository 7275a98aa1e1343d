/**
 * What the sample data says of the records of a request: a row of it that has the record's values and one column more names in
 * that column, the first or the last, what is to be predicted. Pure.
 */
import Papa from 'papaparse';
import type { PredictionView, PredictionsView } from './run-view';
import { MEDIA_TYPE, mediaType } from '../../contract/media-types';

/** Rows of the sample data without their first or last column → that column. */
export class ExpectedValues {
  private readonly values = new Map<string, Set<string>>();

  /** @param text CSV without a header */
  add(text: string): void {
    for (const row of csvRows(text)) {
      if (row.length < 2) continue;
      this.put('first', row.slice(1), row[0]);
      this.put('last', row.slice(0, -1), row.at(-1)!);
    }
  }

  /** One value for each record, all from the same side; undefined where no side knows any of the records. */
  of(records: ReadonlyArray<readonly string[]>): ReadonlyArray<string | undefined> | undefined {
    const known = (['first', 'last'] as const).map((side) => records.map((record) => this.get(side, record)));
    const best = known.map((values) => values.filter((value) => value !== undefined).length);
    if (Math.max(...best) === 0) return undefined;
    return known[best[0] >= best[1] ? 0 : 1];
  }

  private put(side: string, features: readonly string[], label: string): void {
    const key = keyOf(side, features);
    this.values.set(key, (this.values.get(key) ?? new Set()).add(label));
  }

  /** Rows that agree in everything but what is to be predicted expect nothing. */
  private get(side: string, record: readonly string[]): string | undefined {
    const labels = [...this.values.get(keyOf(side, record)) ?? []];
    return labels.length === 1 ? labels[0] : undefined;
  }
}

/** `5.10` and `5.1` are the same value. */
const normal = (text: string): string => (text.trim() !== '' && Number.isFinite(Number(text)) ? String(Number(text)) : text.trim());
const keyOf = (side: string, values: readonly string[]): string => `${side}\u0000${values.map(normal).join('\u0000')}`;

const csvRows = (text: string): string[][] => (Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' }).data);

/** The records of a request or the predictions of an answer; undefined where their format tells no single ones. */
export function recordsOf(contentType: string | undefined, text: string): string[][] | undefined {
  const type = contentType && mediaType(contentType);
  if (type === MEDIA_TYPE.csv) return csvRows(text);
  try {
    if (type === MEDIA_TYPE.jsonLines) return text.split('\n').filter((line) => line.trim() !== '').map((line) => cells(JSON.parse(line)));
    if (type === MEDIA_TYPE.json) return listIn(JSON.parse(text))?.map(cells);
  } catch {
    // It says it is JSON and is none: then it holds no records.
  }
  return undefined;
}

/** A list, or the one list that an object holds, as in `{"instances": [...]}` and `{"predictions": [...]}`. */
function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const lists = Object.values((value ?? {}) as object).filter(Array.isArray) as unknown[][];
  return lists.length === 1 ? lists[0] : undefined;
}

/** The values of one record; of an object its values in their order, and of one that holds a single list that list. */
function cells(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(cell);
  if (typeof value !== 'object' || value === null) return [cell(value)];
  const values = Object.values(value);
  return values.length === 1 && Array.isArray(values[0]) ? values[0].map(cell) : values.map(cell);
}

const cell = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));

export interface Answered {
  readonly payload: string;
  readonly contentType: string;
  readonly body: string;
  readonly responseType?: string;
  readonly answer: string;
}

/** The records of a request beside what was predicted and what is expected for them. */
export function predictionsBeside(
  { payload, contentType, body, responseType, answer }: Answered, expected: ExpectedValues,
): PredictionsView {
  const records = recordsOf(contentType, body);
  const predictions = recordsOf(responseType, answer);
  if (!records || !predictions) {
    return { payload, predictions: { absent: `Records of ${contentType} and answers of ${responseType ?? 'no type'} are not taken apart here.` } };
  }
  if (records.length !== predictions.length) {
    return { payload, predictions: { absent: `The request has ${records.length} records and the answer ${predictions.length} predictions.` } };
  }
  const values = expected.of(records);
  return {
    payload,
    predictions: records.map((record, at): PredictionView => {
      const prediction = predictions[at].map(normal).join(', ');
      const value = values?.[at];
      return { record: record.join(', '), prediction, ...(value !== undefined && { expected: normal(value) }) };
    }),
  };
}
