import { isGood, isRefusal, told, type Client, type Reply } from './client';
import { logOf, NO_SAMPLE, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import type { InferenceSubject, Started } from './subject';
import { ROUTES } from '../../../contract/container-http';
import { deafness } from '../../engine/hosts/deaf';
import { pause } from '../../interruption';
import { duration } from '../../quantities';
import { explainEnd } from '../../simulator/exit-code';
import type { Payload } from '../../simulator/payloads';
import { fail, pass, skip, type Verdict } from '../check';

/** Time in which a server has read what was sent to it. Unit: ms. */
const SETTLE_MS = 300;
/** Longest wait for the server to notice the signal. Unit: ms. */
const NOTICE_MS = 5_000;
/** Unit: ms. */
const ASK_PAUSE_MS = 20;

const FIX = 'on SIGTERM accept nothing new, finish the requests that are being answered, and end with exit code 0';

/** A request that is with the server and not complete: half of its body comes when it is let go. */
function held(client: Client, payload: Payload): { readonly reply: Promise<Reply>; readonly letGo: () => void } {
  let letGo = (): void => undefined;
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  const half = Math.floor(payload.body.byteLength / 2);
  async function* body(): AsyncGenerator<Buffer> {
    yield payload.body.subarray(0, half);
    await gone;
    yield payload.body.subarray(half);
  }
  // With its length: whether bodies in chunks are read is the matter of check 75.
  const headers = { 'Content-Length': String(payload.body.byteLength) };
  return { reply: client.invoke(payload, { body: body(), headers }), letGo };
}

/** Asks until the server refuses; the last good answer where it never does. */
async function stillAnswers(client: Client, payload: Payload, waitMs: number, signal: AbortSignal): Promise<Reply | undefined> {
  const until = performance.now() + waitMs;
  for (;;) {
    const reply = await client.invoke(payload, { timeoutMs: waitMs });
    if (reply.status === 0 || isRefusal(reply) || reply.status >= 500) return undefined;
    if (performance.now() >= until) return reply;
    await pause(ASK_PAUSE_MS, signal);
  }
}

async function drains(subject: InferenceSubject, { server, client, problem }: Started, sample: Payload): Promise<Verdict> {
  if (problem !== undefined) return skip(`the server is not ready (check 58): ${problem}`);
  const { limits: { stopMs }, target: { signal } } = subject;
  const request = held(client, sample);
  try {
    await pause(SETTLE_MS, signal);
    const deaf = await server.signal('SIGTERM');
    if (deaf !== undefined) return fail(`${FIX}; start the program with exec, so that it is process 1`, deafness(deaf));
    const signalledAt = performance.now();
    const answered = await stillAnswers(client, sample, Math.min(NOTICE_MS, stopMs / 3), signal);
    request.letGo();
    const reply = await request.reply;
    const waiting = pause(Math.max(stopMs - (performance.now() - signalledAt), 0), signal);
    await Promise.race([server.ended, waiting.catch(() => undefined)]);
    signal.throwIfAborted();
    const ended = duration(performance.now() - signalledAt);
    const evidence = [`the request that was with the server at SIGTERM: ${told(reply)}`, ...logOf({ server }).slice(-2)];
    if (server.end === undefined) return fail(`${FIX}; start the program with exec, so that it is process 1`, ...evidence, `the server still ran ${ended} after SIGTERM`);
    if (!isGood(reply)) return fail(FIX, ...evidence, `the server ended: ${explainEnd(server.end)}`);
    if (answered) return fail(FIX, ...evidence, `a new request after SIGTERM: ${told(answered)}`);
    const how = `${explainEnd(server.end)}, ${ended} after SIGTERM`;
    return server.end.exitCode === 0 ? pass(...evidence, 'new requests were refused', how) : fail(FIX, ...evidence, how);
  } finally {
    request.letGo();
    await server.close();
    await request.reply;
  }
}

export const lifeChecks: readonly InferenceCheck[] = [
  {
    number: 85, kind: 'I', source: SOURCE.serving,
    name: `SIGTERM ends the server in time, after the answers to what was on its way to ${ROUTES.invocations}`,
    async run(subject) {
      const [sample] = subject.facts.payloads;
      return sample ? subject.withServer({}, (started) => drains(subject, started, sample)) : skip(NO_SAMPLE);
    },
  },
];
