import type { Answer } from './answer';
import { begun, bytesOf, isWhole } from './answer-pieces';
import type { Answering, Caller, InvocationRequest } from './answering';
import { JSON_AROUND } from './codecs/json';
import { partsOf } from './long-bodies';
import { readAhead } from './read-ahead';
import { MEDIA_TYPE } from '../../contract/media-types';

type Facts = Omit<InvocationRequest, 'body' | 'part'>;

/** Tells whoever gives the pieces of an answer that nobody will read them. */
async function leave(answered: Promise<Answer>): Promise<void> {
  const { body } = await answered;
  if (!isWhole(body)) await body[Symbol.asyncIterator]().return?.();
}

/**
 * Calls for each body in turn, several at a time.
 * @returns what was answered, in order
 */
async function* inOrder(
  bodies: AsyncIterable<Buffer>, answer: (body: Buffer) => Promise<Answer>, parallel: number,
): AsyncGenerator<Answer> {
  const pending: Array<Promise<Answer>> = [];
  try {
    for await (const body of bodies) {
      const answered = answer(body);
      // Whoever comes to it first learns of an error; the others may fail unheard.
      answered.catch(() => {});
      pending.push(answered);
      if (pending.length >= parallel) yield await pending.shift()!;
    }
    while (pending.length > 0) yield await pending.shift()!;
  } finally {
    for (const answered of pending) leave(answered).catch(() => {});
  }
}

async function* afterFirst(first: Answer, rest: AsyncIterator<Answer>): AsyncGenerator<Answer> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* bodiesOf(answers: AsyncIterable<Answer>, around: typeof JSON_AROUND | undefined): AsyncGenerator<Uint8Array> {
  let before: string = around?.start ?? '';
  for await (const { body } of answers) {
    for await (const piece of isWhole(body) ? [body] : body) {
      if (piece.length === 0) continue;
      if (before !== '') yield bytesOf(before);
      before = '';
      yield bytesOf(piece);
    }
    if (before === '') before = around?.between ?? '';
  }
  if (!around) return;
  yield bytesOf(before === around.start ? around.start + around.end : around.end);
}

async function* rejoined(first: Buffer, second: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield first;
    yield second;
    yield* rest;
  } finally {
    // Also where it has not come that far: what is left of the body can then be read by whoever refuses it.
    await rest.return(undefined);
  }
}

/**
 * Answers a body in parts while it arrives, in bounded memory.
 * @param parallel how many parts are answered at the same time
 * @throws whatever the first part is refused by
 */
export async function answerInParts(
  answer: Answering, facts: Facts, chunks: AsyncIterable<Buffer>, caller: Caller, parallel: number,
): Promise<Answer> {
  const parts = partsOf(chunks, facts.contentType === MEDIA_TYPE.csv);
  const [first, second] = [await parts.next(), await parts.next()];
  // A body that is short after all is answered as one.
  if (second.done) return answer({ ...facts, body: first.done ? Buffer.alloc(0) : first.value }, caller);
  const answers = inOrder(
    rejoined(first.value as Buffer, second.value, parts), async (body) => answer({ ...facts, body, part: true }, caller), parallel,
  );
  const begin = (await answers.next()).value as Answer;
  const around = facts.accept === MEDIA_TYPE.json ? JSON_AROUND : undefined;
  return { ...begin, body: await begun(readAhead(bodiesOf(afterFirst(begin, answers), around))) };
}
