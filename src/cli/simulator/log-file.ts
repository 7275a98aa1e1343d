import { createWriteStream } from 'node:fs';

/** A log file: lines in, closed at the end. */
export function openLog(file: string): { line(text: string): void; close(): Promise<void> } {
  const stream = createWriteStream(file);
  return {
    line: (text) => void stream.write(`${text}\n`),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
