import type { Client, Reply } from './client';
import { isGood, told } from './client';
import { grown } from './records';
import { logOf, sampled, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import type { InferenceSubject } from './subject';
import { INFERENCE_PORT, ROUTES } from '../../../contract/container-http';
import { pause } from '../../interruption';
import { count, duration } from '../../quantities';
import { explainEnd } from '../../simulator/exit-code';
import type { Payload } from '../../simulator/payloads';
import { fail, pass, skip, type Verdict } from '../check';
import { connectMs } from '../targets/probe-port';
import type { TrialServer } from '../targets/serving-trial';

const CONNECTIONS = 5;
const POLLS = 20;
/** Unit: ms. */
const POLL_PAUSE_MS = 10;
/** Size of the requests that keep a server busy. Unit: bytes. */
const BUSY_BODY_BYTES = 64 * 1024;
/** Where nobody declares how many requests the server takes at once. */
const BUSY_REQUESTS = 16;

async function acceptsConnections({ host, port, otherHost }: TrialServer, { limits: { acceptMs } }: InferenceSubject): Promise<Verdict> {
  const times: number[] = [];
  for (let at = 0; at < CONNECTIONS; at += 1) {
    const time = await connectMs(host, port);
    if (time === undefined) return fail(`listen on 0.0.0.0:${INFERENCE_PORT}`, `${host}:${port} accepts no connection`);
    times.push(time);
  }
  if (otherHost !== undefined && await connectMs(otherHost, port) === undefined) {
    return fail('listen on 0.0.0.0 instead of one address', `${host}:${port} accepts connections, ${otherHost}:${port} does not`);
  }
  // One of them may have met a machine that was busy with something else.
  const usual = times.sort((a, b) => a - b)[Math.floor(CONNECTIONS / 2)];
  const evidence = `${host}:${port} accepts a connection within ${duration(usual)} (${CONNECTIONS} tried)`;
  return usual > acceptMs ? fail('accept connections in a thread that does nothing else', evidence) : pass(evidence);
}

/** Pings from the start of a server on; what it said before it was ready. */
async function firstGoodPing(
  server: TrialServer, client: Client, subject: InferenceSubject,
): Promise<{ readonly before: readonly Reply[]; readonly ready: boolean }> {
  const before: Reply[] = [];
  while (server.end === undefined && server.elapsedMs < subject.limits.readyMs) {
    const reply = await client.ping(subject.limits.pingMs);
    if (reply.status === 200) return { before, ready: true };
    before.push(reply);
    await pause(POLL_PAUSE_MS, subject.target.signal);
  }
  return { before, ready: false };
}

async function staysReady(server: TrialServer, client: Client, subject: InferenceSubject): Promise<Verdict> {
  const { before, ready } = await firstGoodPing(server, client, subject);
  if (!ready) return skip('the server did not become ready (check 58)');
  const readyAfter = `200 after ${duration(server.elapsedMs)}, ${count(before.length, 'ping')} before it`;
  const [sample] = subject.facts.payloads;
  if (sample) {
    const first = await client.invoke(sample);
    if (!isGood(first)) return fail(`answer ${ROUTES.ping} with 503 until the model is loaded`, readyAfter, `the first request after it, ${sample.name}: ${told(first)}`);
  }
  for (let poll = 1; poll <= POLLS; poll += 1) {
    const reply = await client.ping(subject.limits.pingMs);
    if (reply.status !== 200) return fail(`answer ${ROUTES.ping} with 200 for as long as the model is there`, readyAfter, `ping ${poll} after it: ${told(reply)}`);
    await pause(POLL_PAUSE_MS, subject.target.signal);
  }
  return pass(readyAfter, `${POLLS} pings after it: all 200`);
}

/** Asks again and again over several connections until the time is up. */
async function keepBusy(client: Client, payload: Payload, connections: number, until: number): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  await Promise.all(Array.from({ length: connections }, async () => {
    while (performance.now() < until) replies.push(await client.invoke(payload));
  }));
  return replies;
}

async function pingsWhileBusy(client: Client, payload: Payload, subject: InferenceSubject): Promise<Verdict> {
  const { pingMs, busyMs } = subject.limits;
  const connections = subject.facts.executionParameters?.maxConcurrentTransforms ?? BUSY_REQUESTS;
  const until = performance.now() + busyMs;
  const busy = keepBusy(client, grown(payload, BUSY_BODY_BYTES), connections, until);
  const pings: Reply[] = [];
  while (performance.now() < until) {
    pings.push(await client.ping(pingMs));
    await pause(POLL_PAUSE_MS, subject.target.signal);
  }
  const replies = await busy;
  const load = `${count(replies.length, 'request')} of ${payload.name}, ${connections} at a time, ${replies.filter(isGood).length} with an answer`;
  const slowest = pings.reduce((slow, ping) => (ping.durationMs > slow.durationMs ? ping : slow));
  const bad = pings.find(({ status }) => status !== 200) ?? (slowest.durationMs > pingMs ? slowest : undefined);
  if (bad) return fail(`predict in worker threads or processes, and answer ${ROUTES.ping} beside them`, load, `a ping: ${told(bad)} after ${duration(bad.durationMs)}`);
  return pass(load, `${count(pings.length, 'ping')}, the slowest ${duration(slowest.durationMs)}`);
}

export const healthChecks: readonly InferenceCheck[] = [
  {
    number: 57, kind: 'I', source: SOURCE.serving,
    name: 'the server listens on all interfaces and accepts connections at once',
    async run(subject) {
      const { server, problem } = await subject.ordinary();
      // Who listens where nobody comes is not ready for that very reason.
      return server.end === undefined ? acceptsConnections(server, subject) : skip(`the server does not run (check 58): ${problem ?? explainEnd(server.end)}`);
    },
  },
  {
    number: 58, kind: 'I', source: SOURCE.serving,
    name: `GET ${ROUTES.ping} is 200 with an empty body, in time`,
    async run(subject) {
      const started = await subject.ordinary();
      const { limits: { readyMs, pingMs } } = subject;
      const fix = `answer GET ${ROUTES.ping} with 200 and without a body as soon as the model is loaded, within ${duration(readyMs)} of the start`;
      if (started.problem !== undefined) return fail(fix, started.problem);
      const reply = await started.client.ping(pingMs);
      const evidence = [`ready after ${duration(started.readyAfterMs)}`, `a ping: ${told(reply)} after ${duration(reply.durationMs)}`];
      if (reply.status !== 200) return fail(`keep answering ${ROUTES.ping} with 200`, ...evidence);
      return reply.body.byteLength > 0 ? fail(`leave the body of ${ROUTES.ping} empty: batch transform waits for that`, ...evidence) : pass(...evidence);
    },
  },
  {
    number: 59, kind: 'I', source: SOURCE.serving,
    name: `${ROUTES.ping} is 200 only when the model is loaded, and stays so`,
    run: (subject) => subject.withUnready({}, async (server, client) => {
      const verdict = await staysReady(server, client, subject);
      if (server.end === undefined || verdict.verdict === 'skip') return verdict;
      return fail('let the server outlive its first request', `the server ended: ${explainEnd(server.end)}`, ...logOf({ server }));
    }),
  },
  sampled({
    number: 60, source: SOURCE.serving,
    name: `${ROUTES.ping} answers in time while the server is busy`,
  }, (client, [sample], subject) => pingsWhileBusy(client, sample, subject)),
];
