import type { Codec } from './codec';
import { jsonOf } from './json';
import { decodeLines } from '../decode-text';

/** One JSON value a line, by any of its names; blank lines are no records. One line break at the end. */
export const jsonLinesCodec: Codec = {
  decode(body, contentType) {
    const records: unknown[] = [];
    const bad = new Map<number, string>();
    const refuse = (problem: string): void => void bad.set(records.length + bad.size, problem);
    for (const line of decodeLines(body, contentType)) {
      if (line === undefined) {
        refuse('the line is not UTF-8 text');
        continue;
      }
      if (line.trim() === '') continue;
      try {
        records.push(JSON.parse(line));
      } catch (error) {
        refuse(`the line is not JSON (${(error as Error).message})`);
      }
    }
    return bad.size === 0 ? { records } : { records, bad };
  },
  encode(predictions) {
    let text = '';
    for (const prediction of predictions) text += `${jsonOf(prediction)}\n`;
    return text;
  },
  encoding: () => ({ start: () => '', next: (prediction) => `${jsonOf(prediction)}\n`, end: () => '' }),
  placeholder: (error) => ({ error }),
};
