import { isGood, told, type Client, type Reply } from './client';
import { grown } from './records';
import { sampled, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import { count, duration } from '../../quantities';
import type { Payload } from '../../simulator/payloads';
import { fail, pass, skip, type Verdict } from '../check';

/** Size of the request whose answer has to come in pieces. Unit: bytes. */
const STREAMED_BODY_BYTES = 64 * 1024;
/** Part of the time within which the first piece has to be there. */
const FIRST_PIECE_BEFORE = 0.8;
const ABANDONED_REQUESTS = 32;

interface Streamed {
  readonly reply: Reply;
  /** When each piece came. Unit: ms since the start of the request. */
  readonly at: readonly number[];
}

async function streamed(client: Client, payload: Payload): Promise<Streamed> {
  const startedAt = performance.now();
  const at: number[] = [];
  const reply = await client.invoke(payload, { onChunk: () => at.push(performance.now() - startedAt) });
  return { reply, at };
}

/** Asks, and goes away as soon as the first piece is there. */
async function abandon(client: Client, payload: Payload): Promise<void> {
  const gone = new AbortController();
  await client.invoke(payload, { signal: gone.signal, onChunk: () => gone.abort() });
}

async function comesInPieces(client: Client, payload: Payload): Promise<Verdict> {
  const { reply, at } = await streamed(client, payload);
  if (!isGood(reply)) return fail('answer requests with as many records as these', `${payload.name}, repeated: ${told(reply)}`);
  const total = reply.durationMs;
  const shown = `${count(at.length, 'piece')}, the first after ${duration(at[0] ?? total)}, the last after ${duration(at.at(-1) ?? total)}`;
  if (reply.headers['transfer-encoding'] !== 'chunked') return fail('answer with Transfer-Encoding: chunked, without Content-Length', shown);
  if (at.length < 2 || at[0] > total * FIRST_PIECE_BEFORE) return fail('send each part of the answer as soon as it is computed', shown);
  return pass('Transfer-Encoding: chunked', shown);
}

/** @param long a request whose answer takes a while */
async function freedByAbort(client: Client, sample: Payload, long: Payload, freeMs: number): Promise<Verdict> {
  await Promise.all(Array.from({ length: ABANDONED_REQUESTS }, () => abandon(client, long)));
  const until = performance.now() + freeMs;
  let reply = await client.invoke(sample, { timeoutMs: freeMs });
  while (!isGood(reply) && performance.now() < until) reply = await client.invoke(sample, { timeoutMs: freeMs });
  const shown = `a request after ${ABANDONED_REQUESTS} whose callers went away: ${told(reply).slice(0, 200)} after ${duration(reply.durationMs)}`;
  return isGood(reply) ? pass(shown) : fail('stop computing an answer when its caller has gone', shown);
}

export const streamingChecks: readonly InferenceCheck[] = [
  sampled({
    number: 78, source: SOURCE.stream,
    name: 'answers are streamed as they are computed, and a caller that goes away frees the server',
  }, async (client, [sample], subject) => {
    if (!subject.facts.streaming) return skip('the algorithm does not say that it streams');
    const payload = grown(sample, STREAMED_BODY_BYTES);
    const pieces = await comesInPieces(client, payload);
    if (pieces.verdict !== 'pass') return pieces;
    const freed = await freedByAbort(client, sample, payload, subject.limits.freeMs);
    return freed.verdict === 'pass' ? pass(...pieces.evidence, ...freed.evidence) : freed;
  }),
];
