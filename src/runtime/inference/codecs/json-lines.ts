import type { Codec } from './codec';
import { plainPrediction } from './plain-prediction';
import { RuntimeError } from '../../shared/runtime-error';

/** `application/jsonlines`: one JSON value a line; blank lines are no records. One line break at the end. */
export const jsonLinesCodec: Codec = {
  decode(text) {
    const records: unknown[] = [];
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      try {
        records.push(JSON.parse(line));
      } catch (error) {
        throw new RuntimeError('SMA_RUN_BODY', `record ${records.length + 1}: the line is not JSON (${(error as Error).message})`);
      }
    }
    return records;
  },
  encode(predictions) {
    let text = '';
    // What JSON has no word for, such as undefined, is null, as it is inside an array.
    for (const prediction of predictions) text += `${JSON.stringify(plainPrediction(prediction)) ?? 'null'}\n`;
    return text;
  },
};
