import { cutText } from '../../contract/quoted';
import { oneLine } from '../shared/one-line';
import { isA, messageOf } from '../shared/unknown-error';

/**
 * What a predictor throws for data it cannot use, or returns in the place of a prediction. Among several records, and in batch
 * transform, the answer then has a placeholder in that place; for a single one the caller gets 400 with the message, which should
 * say what is wrong with which value. Anything else that is thrown is answered with 500 and no details.
 *
 * After a throw the other records are predicted again, each alone and once; returning it costs nothing.
 */
export class BadRecordError extends Error {
  /**
   * @param message for the caller, one line: no secrets, no paths
   * @param index place of the record among those that `predict` was given, from 0
   */
  constructor(message: string, readonly index?: number) {
    super(message);
    this.name = 'BadRecordError';
  }
}

/** Unit: characters */
const MESSAGE_MAX_CHARS = 500;

/** An absolute path of two names or more, its last name caught. A slash between words, as in `km/h`, begins none. */
const PATHS = /(?<![\w/\\:.])(?:file:\/\/)?(?:[A-Za-z]:\\|\/)(?:[\w.@~+-]+[\\/])+([\w.@~+-]+)/g;

export const isBadRecord = (value: unknown): value is BadRecordError => typeof value === 'object' && isA(value, BadRecordError);

/** What the caller is told: one line, of a file its name only. */
export const badRecordMessage = (error: BadRecordError): string =>
  cutText(oneLine(messageOf(error)).replace(PATHS, '$1') || 'the algorithm cannot use the data', MESSAGE_MAX_CHARS);
