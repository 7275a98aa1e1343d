/** Media types that the runtime encodes and decodes itself, and the file extensions that stand for them in sample payloads. */
export const MEDIA_TYPE = {
  csv: 'text/csv',
  json: 'application/json',
  jsonLines: 'application/jsonlines',
  /** Other names of JSON Lines that are in use. */
  jsonl: 'application/jsonl',
  xJsonLines: 'application/x-jsonlines',
  /** An array of numbers as numpy saves it. */
  npy: 'application/x-npy',
  /** Anything at all: one record. */
  bytes: 'application/octet-stream',
} as const;

/** Types whose records are lines. */
export const LINE_MEDIA_TYPES: readonly string[] = [MEDIA_TYPE.csv, MEDIA_TYPE.jsonLines, MEDIA_TYPE.jsonl, MEDIA_TYPE.xJsonLines];

/** Content type of a sample file by its extension. */
export const MEDIA_TYPE_BY_EXTENSION: Readonly<Record<string, string>> = {
  '.csv': MEDIA_TYPE.csv,
  '.json': MEDIA_TYPE.json,
  '.jsonl': MEDIA_TYPE.jsonLines,
  '.txt': 'text/plain',
  '.npy': MEDIA_TYPE.npy,
  '.bin': MEDIA_TYPE.bytes,
};

/** The type itself: lower case, without parameters such as `; charset=utf-8`. */
export const mediaType = (headerValue: string): string => headerValue.split(';', 1)[0].trim().toLowerCase();
