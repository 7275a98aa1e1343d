/** Behaviour that a label of the image promises: without the label there is nothing to show. */
import { told, type Client } from './client';
import { logOf, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import type { InferenceSubject, Started } from './subject';
import { closeCode, closePayload, OPCODE, openWebSocket, type WebSocketClient } from './web-socket';
import { CONTAINER_ENV } from '../../../contract/container-env';
import { BIDIRECTIONAL_STREAMING_LABEL, MULTI_MODELS_LABEL, ROUTES } from '../../../contract/container-http';
import { MEDIA_TYPE } from '../../../contract/media-types';
import type { Payload } from '../../simulator/payloads';
import { fail, pass, skip, type Verdict } from '../check';

/** Close frames: the ordinary end, and that a frame was not what the protocol allows. */
const NORMAL = 1_000;
const PROTOCOL_ERROR = 1_002;
/** A server has read a fragment in this time, if it reads it. Unit: ms. */
const FRAGMENT_MS = 300;

const NAME = 'conformance-1';
const OTHER_NAME = 'conformance-unknown';
/** So many times the same model is loaded under another name, to see what is said when the memory is used up. */
const FURTHER_MODELS = 8;

function promised(
  number: number, name: string, source: string, label: string, has: (subject: InferenceSubject) => boolean | undefined,
  look: (subject: InferenceSubject, started: Started) => Promise<Verdict>, env: Readonly<Record<string, string>> = {},
): InferenceCheck {
  return {
    number, kind: 'I', name, source,
    async run(subject) {
      if (!has(subject)) return pass(`the label ${label} is not set: nothing is promised`);
      return subject.withServer({ env: { ...subject.env, ...env } }, async (started) =>
        (started.problem === undefined ? look(subject, started) : skip(`the server is not ready (check 58): ${started.problem}`)));
    },
  };
}

/** One connection from its upgrade to the end of `work`. */
async function connected(
  subject: InferenceSubject, { server }: Started, work: (socket: WebSocketClient) => Promise<Verdict>,
): Promise<Verdict> {
  const { limits: { pingMs }, target: { signal } } = subject;
  const socket = await openWebSocket(`${server.url}${ROUTES.bidirectionalStream}`, pingMs, signal);
  if (typeof socket === 'string') return fail(`take WebSockets on ${ROUTES.bidirectionalStream}, or leave the label out`, `GET ${ROUTES.bidirectionalStream} as a WebSocket: ${socket}`);
  try {
    return await work(socket);
  } finally {
    socket.destroy();
  }
}

/** A message in three frames with a Ping between them, which RFC 6455 allows. */
async function readsFragments(socket: WebSocketClient, { body }: Pick<Payload, 'body'>, pingMs: number): Promise<Verdict> {
  const fix = 'put the frames of a message together until FIN is set, and answer each Ping with a Pong of the same bytes';
  const third = Math.ceil(body.byteLength / 3);
  socket.send(OPCODE.text, body.subarray(0, third), false);
  socket.send(OPCODE.ping, Buffer.from('between'));
  socket.send(OPCODE.continuation, body.subarray(third, 2 * third), false);
  socket.send(OPCODE.continuation, body.subarray(2 * third));
  const pong = await socket.next(({ opcode }) => opcode === OPCODE.pong || opcode === OPCODE.close, pingMs);
  if (pong?.opcode !== OPCODE.pong || pong.payload.toString() !== 'between') return fail(fix, 'a Ping between the frames of a message is not answered');
  const closed = await socket.next(({ opcode }) => opcode === OPCODE.close, FRAGMENT_MS);
  const code = closed && closeCode(closed);
  return code === PROTOCOL_ERROR ? fail(fix, `a message in three frames ends the connection with code ${code}`)
    : pass(`a message in three frames is taken${closed ? `; the connection ends with code ${code}` : ''}`);
}

async function answersWebSocket(subject: InferenceSubject, started: Started): Promise<Verdict> {
  const { limits: { pingMs }, facts: { payloads: [sample] } } = subject;
  const fragments = await connected(subject, started, async (socket) => {
    socket.send(OPCODE.ping, Buffer.from('conformance'));
    const pong = await socket.next(({ opcode }) => opcode === OPCODE.pong, pingMs);
    if (pong?.payload.toString() !== 'conformance') return fail('answer each Ping with a Pong of the same bytes: five missing ones end the connection', 'a Ping is not answered');
    return readsFragments(socket, sample ?? { body: Buffer.from('conformance') }, pingMs);
  });
  if (fragments.verdict !== 'pass') return fragments;
  return connected(subject, started, async (socket) => {
    socket.send(OPCODE.close, closePayload(NORMAL));
    const closed = await socket.next(({ opcode }) => opcode === OPCODE.close, pingMs);
    if (closed && closeCode(closed) === NORMAL) return pass('a Ping is answered', ...fragments.evidence, `Close ${NORMAL} is mirrored`);
    return fail('answer Close with a Close of the same code', `after Close ${NORMAL}: ${closed ? `Close ${closeCode(closed) ?? 'without a code'}` : 'nothing'}`);
  });
}

interface ModelCall {
  readonly method: string;
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent instead of it. */
  readonly payload?: Payload;
}

/** The calls of a multi-model endpoint, in the order in which they are made. */
class ModelCalls {
  readonly evidence: string[] = [];

  constructor(private readonly client: Client) {}

  /** Undefined where the answer is one of those that are wanted. */
  async wrong(what: string, wanted: readonly number[], { method, path, body, payload }: ModelCall): Promise<Verdict | undefined> {
    const type = payload?.contentType ?? (body === undefined ? undefined : MEDIA_TYPE.json);
    const reply = await this.client.ask({
      path, method,
      headers: { ...(type !== undefined && { 'Content-Type': type }), ...(payload && { Accept: payload.accept }) },
      ...(payload ? { body: payload.body } : body !== undefined && { body: Buffer.from(JSON.stringify(body)) }),
    });
    const shown = `${method} ${path}, ${what}: ${told(reply)}`;
    if (!wanted.includes(reply.status)) return fail(`answer ${wanted.join(' or ')} there, or leave the label ${MULTI_MODELS_LABEL} out`, ...this.evidence, shown);
    this.evidence.push(shown);
    return undefined;
  }
}

async function servesModels({ facts: { payloads: [sample] } }: InferenceSubject, { client, server }: Started): Promise<Verdict> {
  const calls = new ModelCalls(client);
  const { models } = ROUTES;
  const model = (name: string) => ({ model_name: name, url: server.modelFolder });
  const steps: ReadonlyArray<Parameters<ModelCalls['wrong']>> = [
    ['a model that is loaded', [200], { method: 'POST', path: models, body: model(NAME) }],
    ['the same again', [409], { method: 'POST', path: models, body: model(NAME) }],
    ['all models', [200], { method: 'GET', path: models }],
    ['that model', [200], { method: 'GET', path: `${models}/${NAME}` }],
    ['an unknown one', [404], { method: 'GET', path: `${models}/${OTHER_NAME}` }],
    ...(sample ? [
      ['a request to it', [200], { method: 'POST', path: `${models}/${NAME}/invoke`, payload: sample }],
      ['a request to an unknown one', [404], { method: 'POST', path: `${models}/${OTHER_NAME}/invoke`, payload: sample }],
    ] satisfies ReadonlyArray<Parameters<ModelCalls['wrong']>> : []),
    ...Array.from({ length: FURTHER_MODELS }, (_, at): Parameters<ModelCalls['wrong']> =>
      ['as many as there is memory for', [200, 507], { method: 'POST', path: models, body: model(`conformance-${at + 2}`) }]),
    ['it is unloaded', [200], { method: 'DELETE', path: `${models}/${NAME}` }],
    ['it is not there any more', [404], { method: 'DELETE', path: `${models}/${NAME}` }],
  ];
  for (const step of steps) {
    const wrong = await calls.wrong(...step);
    if (wrong) return server.end === undefined ? wrong : fail('survive every call', ...logOf({ server }));
  }
  return pass(...calls.evidence);
}

export const promiseChecks: readonly InferenceCheck[] = [
  promised(91, 'an image that promises bidirectional streaming answers on its WebSocket', SOURCE.serving,
    BIDIRECTIONAL_STREAMING_LABEL, ({ facts }) => facts.bidirectional, answersWebSocket),
  promised(92, 'an image that promises several models loads, lists and unloads them', SOURCE.multiModel,
    MULTI_MODELS_LABEL, ({ facts }) => facts.multiModels, servesModels, { [CONTAINER_ENV.multiModel]: 'true' }),
];
