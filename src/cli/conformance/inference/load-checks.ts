import { isGood, isOverload, sameAnswer, told, type Client, type Reply } from './client';
import { recordsOf, samplePerType, type RecordSample } from './records';
import { sampled, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import type { InferenceSubject } from './subject';
import { bytes, count, duration } from '../../quantities';
import type { Payload } from '../../simulator/payloads';
import { fail, pass, skip, type Verdict } from '../check';

/** Connections over which the requests of a long run come. */
const CONNECTIONS = 8;
/** Part of the requests that come before the memory is looked at: what is loaded late, and the heap that is grown once. */
const WARM_UP = 0.5;
/** What may be added to it all the same. */
const GROWTH = { factor: 1.3, bytes: 48 * 1024 * 1024 } as const;

/** As many requests as wanted, each of other records in another order, so that its answer is hardly that of another. */
function distinctPayloads(samples: readonly Payload[], wanted: number): Payload[] {
  const known = samples.map(recordsOf).filter((sample): sample is RecordSample => sample !== undefined && sample.records.length > 1);
  if (known.length === 0) return Array.from({ length: wanted }, (_, at) => samples[at % samples.length]);
  return Array.from({ length: wanted }, (_, at) => {
    const sample = known[at % known.length];
    const { length } = sample.records;
    const chosen = Array.from({ length: 1 + (at % (3 * length)) }, (__, place) => {
      const step = 1 + (at % 5);
      return sample.records[(at * 7 + place * step + place * place) % length];
    });
    return { ...sample.with(chosen), name: `${sample.payload.name}, other records (${at})` };
  });
}

interface Expected {
  readonly payload: Payload;
  readonly alone: Reply;
}

async function parallelRequests(client: Client, samples: readonly Payload[], { limits }: InferenceSubject): Promise<Verdict> {
  const expected: Expected[] = [];
  for (const payload of distinctPayloads(samples, Math.max(...limits.parallel))) {
    expected.push({ payload, alone: await client.invoke(payload) });
  }
  const bad = expected.find(({ alone }) => !isGood(alone));
  if (bad) return skip(`${bad.payload.name} is not answered when it comes alone: ${told(bad.alone)}`);
  const varies = !sameAnswer(expected[0].alone, await client.invoke(expected[0].payload));
  const kinds = new Set(expected.map(({ alone }) => alone.body.toString('latin1'))).size;
  const evidence = [varies ? 'answers vary, so they were not compared' : `${expected.length} requests with ${count(kinds, 'different answer')} when they come alone`];
  for (const parallel of limits.parallel) {
    const asked = expected.slice(0, parallel);
    const startedAt = performance.now();
    const replies = await Promise.all(asked.map(({ payload }) => client.invoke(payload)));
    const shown = `${parallel} at a time: ${replies.filter(isGood).length} answered, ${replies.filter(isOverload).length} refused as too many, ${duration(performance.now() - startedAt)}`;
    for (const [at, reply] of replies.entries()) {
      const { payload, alone } = asked[at];
      if (reply.status === 0) return fail('answer every request in time, with 503 where there are too many', shown, `${payload.name}: ${told(reply)}`);
      if (isOverload(reply)) continue;
      if (!isGood(reply)) return fail('answer 503 or 429 to requests that are too many', shown, `${payload.name}: ${told(reply)}`);
      if (!varies && !sameAnswer(reply, alone)) {
        return fail('keep nothing of a request outside of its own call', shown, `${payload.name}: ${told(reply)}`, `when it comes alone: ${told(alone)}`);
      }
    }
    if (!replies.some(isGood)) return fail('answer as many requests as can be answered', shown);
    evidence.push(shown);
  }
  const after = await client.invoke(expected[0].payload);
  return isGood(after) ? pass(...evidence) : fail('answer again when fewer requests come', ...evidence, `one request after them: ${told(after)}`);
}

/** So many requests over a few connections; the first answer that is neither good nor an overload. */
async function manyRequests(client: Client, samples: readonly Payload[], wanted: number): Promise<Reply | undefined> {
  let sent = 0;
  let bad: Reply | undefined;
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    while (sent < wanted && bad === undefined) {
      const reply = await client.invoke(samples[sent++ % samples.length]);
      if (!isGood(reply) && !isOverload(reply)) bad ??= reply;
    }
  }));
  return bad;
}

async function memoryBound(client: Client, samples: readonly Payload[], subject: InferenceSubject): Promise<Verdict> {
  const reason = subject.unable('memory');
  if (reason) return skip(reason);
  const { requests } = subject.limits;
  const bad = await manyRequests(client, samples, requests * WARM_UP);
  const before = await client.server.memoryBytes();
  const badLater = bad ?? await manyRequests(client, samples, requests);
  if (badLater) return skip(`the samples are not answered (check 77): ${told(badLater)}`);
  const after = await client.server.memoryBytes();
  if (before === undefined || after === undefined) return skip('the memory of the server is not told');
  const shown = `${bytes(before)} before ${requests} requests, ${bytes(after)} after them`;
  const most = before * GROWTH.factor + GROWTH.bytes;
  return after > most ? fail('keep nothing of a request when it has been answered', shown, `at most ${bytes(most)} was expected`) : pass(shown);
}

export const loadChecks: readonly InferenceCheck[] = [
  sampled({
    number: 76, source: SOURCE.serving,
    name: 'parallel requests get their own answers, and too many are refused',
  }, parallelRequests),
  sampled({
    number: 77, source: SOURCE.serving,
    name: 'each sample request is answered in time',
  }, async (client, samples, subject) => {
    const evidence: string[] = [];
    for (const sample of samples) {
      const reply = await client.invoke(sample);
      const shown = `${sample.name}: ${told(reply)} after ${duration(reply.durationMs)}`;
      if (!isGood(reply)) return fail(`answer each sample request within ${duration(subject.answerMs)}`, shown);
      evidence.push(shown);
    }
    return pass(...evidence);
  }),
  sampled({
    number: 87, source: SOURCE.serving, recommended: true,
    name: 'the memory of the server does not grow with the number of requests',
  }, (client, samples, subject) => memoryBound(client, samplePerType(samples), subject)),
];
