import type { AssemblyType } from '../../../contract/create-algorithm';

/**
 * When AssembleWith Line adds a line feed to an answer: the API says after each record, and does not say what happens to answers
 * that end with one, as AWS's own containers write them.
 */
export type LineEnds = 'missing' | 'always';

const LINE_FEED = Buffer.from('\n');

/** One answer as it goes into the output; pure. */
export function assembled(answer: Buffer, assembleWith: AssemblyType, lineEnds: LineEnds): Buffer {
  if (assembleWith === 'None') return answer;
  const ended = answer.byteLength > 0 && answer.at(-1) === LINE_FEED[0];
  return ended && lineEnds === 'missing' ? answer : Buffer.concat([answer, LINE_FEED]);
}

/** Results that were filtered or joined: each is one record. Pure. */
export const assembledRecords = (records: readonly string[], assembleWith: AssemblyType): Buffer =>
  Buffer.from(assembleWith === 'Line' ? records.map((record) => `${record}\n`).join('') : records.join(''));
