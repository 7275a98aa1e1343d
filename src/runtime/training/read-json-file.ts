import { readFileSync } from 'node:fs';
import { RuntimeError } from '../shared/runtime-error';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a file without byte order mark, or undefined when there is none. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new RuntimeError('SMA_RUN_CONFIG_FILE', file, `cannot be read (${code})`);
  }
}

/**
 * Reads a configuration file that holds one JSON object.
 * @param empty what a file of 0 bytes means
 * @returns undefined when the file is absent
 * @throws RuntimeError SMA_RUN_CONFIG_FILE
 */
export function readJsonObject(file: string, empty: 'is a problem' | 'is as absent'): JsonObject | undefined {
  const text = readText(file);
  if (text === undefined || (text === '' && empty === 'is as absent')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RuntimeError('SMA_RUN_CONFIG_FILE', file, text.trim() === '' ? 'is empty' : `is not JSON (${(error as Error).message})`);
  }
  if (!isJsonObject(value)) throw new RuntimeError('SMA_RUN_CONFIG_FILE', file, 'is not a JSON object');
  return value;
}
