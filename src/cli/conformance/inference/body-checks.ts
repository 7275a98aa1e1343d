import { randomBytes } from 'node:crypto';
import { isGood, isOverload, isRefusal, sameAnswer, told, type Client, type Reply } from './client';
import { awaitEnd } from './last-words';
import { sendBroken } from './raw-request';
import { grown, recordsOf, samplePerType } from './records';
import { logOf, NO_SAMPLE, sampled, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import type { InferenceSubject, Started } from './subject';
import { CONTAINER_ENV } from '../../../contract/container-env';
import { ROUTES } from '../../../contract/container-http';
import { LINE_MEDIA_TYPES, MEDIA_TYPE } from '../../../contract/media-types';
import { bytes, duration } from '../../quantities';
import { explainEnd } from '../../simulator/exit-code';
import type { Payload } from '../../simulator/payloads';
import { fail, pass, skip, type Verdict } from '../check';

const MIB = 1024 * 1024;
/** Size of the pieces of a large request. Unit: bytes. */
const PIECE_BYTES = 64 * 1024;

/** Types of which it is known what no reader can take. */
const READABLE: readonly string[] = [...LINE_MEDIA_TYPES, MEDIA_TYPE.json];

interface BadBody {
  readonly what: string;
  readonly body: Buffer;
  /** Any reader has to refuse it. */
  readonly hopeless: boolean;
}

const half = (body: Buffer): Buffer => body.subarray(0, Math.floor(body.byteLength / 2));

/** Bodies that are no request: of one record where the type has records, since a bad one among several may have a placeholder. */
function badBodies({ contentType, body }: Payload): BadBody[] {
  const readable = READABLE.includes(contentType);
  const [first = ''] = recordsOf({ name: '', contentType, accept: '', body })?.records ?? [];
  const isJson = contentType !== MEDIA_TYPE.csv && readable;
  return [
    { what: 'empty', body: Buffer.alloc(0), hopeless: readable },
    { what: 'not the type at all', body: Buffer.concat([Buffer.from('"\u{1F4A5}{[<'), Buffer.from([0xff, 0xfe, 0x00, 0xc3])]), hopeless: readable },
    { what: 'random bytes', body: randomBytes(Math.max(body.byteLength, 64)), hopeless: false },
    {
      what: 'truncated',
      body: contentType === MEDIA_TYPE.json ? half(body) : half(Buffer.from(first)),
      // Half a row can be a row.
      hopeless: isJson && first.length > 1 && /^[[{"]/.test(first),
    },
  ];
}

/** What is wrong with the server after a bad request; undefined when it goes on as before. */
async function afterwards(client: Client, sample: Payload, usual: Reply, pingMs: number): Promise<string | undefined> {
  const ping = await client.ping(pingMs);
  if (ping.status !== 200) return `${ROUTES.ping} after it: ${told(ping)}`;
  const next = await client.invoke(sample);
  return next.status === usual.status ? undefined : `${sample.name} after it: ${told(next)}`;
}

async function badBodiesRefused(client: Client, samples: readonly Payload[], { limits: { pingMs } }: InferenceSubject): Promise<Verdict> {
  const evidence: string[] = [];
  for (const sample of samplePerType(samples)) {
    const usual = await client.invoke(sample);
    for (const { what, body, hopeless } of badBodies(sample)) {
      const reply = await client.invoke({ ...sample, body });
      const shown = `${sample.contentType}, ${what}: ${told(reply)}`;
      if (reply.status === 0) return fail('answer 400 to a body that cannot be read', shown);
      const allowed = isRefusal(reply) || (!hopeless && isGood(reply));
      if (!allowed) return fail('check the body before it is used, and answer 400 to one that cannot be read', shown);
      evidence.push(shown);
      const broken = await afterwards(client, sample, usual, pingMs);
      if (broken) return fail('let a bad request end with its own answer', shown, broken);
    }
    for (const broken of ['no HTTP', 'broken off'] as const) {
      await sendBroken(client.server, broken, sample, pingMs);
      const problem = await afterwards(client, sample, usual, pingMs);
      if (problem) return fail('survive connections that end in the middle of a request', `a request that is ${broken}`, problem);
      evidence.push(`a request that is ${broken}: survived`);
    }
  }
  return pass(...evidence);
}

/** A large request either is answered in time or refused as too large, and the server goes on. */
async function largeBody(
  { server, client, problem }: Started, sample: Payload, { size, limitMs, pingMs }: Record<'size' | 'limitMs' | 'pingMs', number>,
): Promise<Verdict> {
  if (problem !== undefined) return skip(`the server is not ready: ${problem}`);
  const usual = await client.invoke(sample);
  const large = grown(sample, size);
  const reply = await client.invoke(large, { timeoutMs: limitMs });
  const shown = `${bytes(large.body.byteLength)} of ${sample.name}: ${reply.status === 0 ? told(reply) : `${reply.status}, ${bytes(reply.body.byteLength)}`} after ${duration(reply.durationMs)}`;
  if (reply.status === 0) await awaitEnd(server);
  const died = server.end && [`the server ended: ${explainEnd(server.end)}`, ...logOf({ server })];
  const fix = 'answer within the time limit, or refuse larger bodies with 413 before they are read';
  if (died) return fail(fix, shown, ...died);
  if (reply.status === 0 || (reply.status >= 500 && !isOverload(reply))) return fail(fix, shown, ...logOf({ server }));
  const broken = await afterwards(client, sample, usual, pingMs);
  return broken ? fail(fix, shown, broken) : pass(shown);
}

async function largeBodies(subject: InferenceSubject): Promise<Verdict> {
  const { facts: { payloads }, limits: { bodyBytes, batchBodyMb, batchMs, pingMs } } = subject;
  const sample = payloads.find(({ contentType }) => LINE_MEDIA_TYPES.includes(contentType)) ?? payloads[0];
  if (sample === undefined) return skip(NO_SAMPLE);
  const realtime = await subject.withServer({}, (started) =>
    largeBody(started, sample, { size: bodyBytes, limitMs: subject.answerMs, pingMs }));
  if (realtime.verdict !== 'pass') return realtime;
  const env = { ...subject.env, [CONTAINER_ENV.batch]: 'true', [CONTAINER_ENV.maxPayloadInMb]: String(batchBodyMb) };
  const batch = await subject.withServer({ env }, (started) =>
    largeBody(started, sample, { size: batchBodyMb * MIB, limitMs: batchMs, pingMs }));
  if (batch.verdict !== 'pass') return batch;
  return pass(...realtime.evidence, ...batch.evidence.map((line) => `${CONTAINER_ENV.maxPayloadInMb}=${batchBodyMb}: ${line}`));
}

/** Pieces that end anywhere, in the middle of records and of letters. */
async function* pieces(body: Buffer): AsyncGenerator<Buffer> {
  let from = 0;
  for (const size of [1, 2, 3, 5, 8, 13, 21, 34]) {
    if (from < body.byteLength) yield body.subarray(from, from + size);
    from += size;
  }
  for (; from < body.byteLength; from += PIECE_BYTES) yield body.subarray(from, from + PIECE_BYTES);
}

export const bodyChecks: readonly InferenceCheck[] = [
  sampled({
    number: 70, source: SOURCE.serving,
    name: 'bodies that cannot be read are refused with 4xx, and the server goes on',
  }, badBodiesRefused),
  {
    number: 74, kind: 'I', source: SOURCE.invoke,
    name: 'the largest requests of real time and of batch transform are answered in time or refused',
    run: largeBodies,
  },
  sampled({
    number: 75, source: SOURCE.batch,
    name: 'a request without Content-Length works',
  }, async (client, samples) => {
    const evidence: string[] = [];
    for (const sample of samplePerType(samples)) {
      const plain = await client.invoke(sample);
      const reply = await client.invoke(sample, { body: pieces(sample.body) });
      const varies = !sameAnswer(plain, await client.invoke(sample));
      if (varies ? reply.status !== plain.status : !sameAnswer(plain, reply)) {
        return fail('read bodies with Transfer-Encoding: chunked, too', `${sample.name} in chunks: ${told(reply)}`, `with Content-Length: ${told(plain)}`);
      }
      evidence.push(`${sample.name} in chunks: ${reply.status}, ${varies ? 'answers vary, so they were not compared' : 'the same answer'}`);
    }
    return pass(...evidence);
  }),
];
