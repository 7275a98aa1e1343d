/**
 * What a predictor throws for data it cannot use: the caller gets 400 with the message, which should say what is wrong with
 * which value. Anything else that is thrown is answered with 500 and no details.
 */
export class BadRecordError extends Error {
  /**
   * @param message for the caller, one line: no secrets, no paths
   * @param index place of the record in the request, from 0; the message then starts with `record <index + 1>: `
   */
  constructor(message: string, readonly index?: number) {
    super(message);
    this.name = 'BadRecordError';
  }
}
