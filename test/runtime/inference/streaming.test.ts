import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { defineInference, serverSentEvents, type RawResponse, type ServerSentEvent } from '../../../src/runtime/inference';
import { CSV, JSON_TYPE, predicting, raw } from '../support/definitions';
import { serve } from '../support/serve';
import type { Iris } from '../support/spec';

const NPY = { contentTypes: ['application/x-npy', 'text/csv'], responseTypes: ['application/x-npy'] };
const EVENTS = { contentTypes: ['text/csv'], responseTypes: ['text/event-stream'] };

async function responseOf(port: number, body: string, headers: Record<string, string>): Promise<IncomingMessage> {
  const req = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST', headers, agent: false });
  req.end(body);
  const [res] = await once(req, 'response');
  return res;
}

const nextText = async (res: IncomingMessage): Promise<string> => String((await once(res, 'data'))[0]);

/** A predictor that gives a prediction whenever it is told to. */
function stepping() {
  const steps: Array<() => void> = [];
  const waiting: Array<Promise<void>> = [];
  for (let step = 0; step < 10; step++) waiting.push(new Promise((resolve) => void steps.push(resolve)));
  const definition = predicting(async function* (records) {
    for (const [index, record] of records.entries()) {
      await waiting[index];
      yield Number(record);
    }
  });
  return { definition, step: (index: number) => steps[index]() };
}

describe('predictions that come one after the other', () => {
  it.each<[string, Record<string, string>, string, string[]]>([
    ['CSV', CSV, '1\n2\n3', ['1\n', '2\n', '3\n']],
    ['JSON Lines', { ...CSV, Accept: 'application/jsonlines' }, '1\n2\n3', ['1\n', '2\n', '3\n']],
    ['JSON', { ...CSV, Accept: 'application/json' }, '1\n2\n3', ['{"predictions":[1', ',2', ',3', ']}']],
  ])('are sent as they come, in %s', async (_case, headers, body, [first, second, ...rest]) => {
    const { definition, step } = stepping();
    const { port } = await serve(definition, { model: 0 });
    const response = responseOf(port, body, headers);
    step(0);
    const res = await response;

    expect(res.headers['transfer-encoding']).toBe('chunked');
    expect(await nextText(res)).toBe(first);
    step(1);
    expect(await nextText(res)).toBe(second);
    step(2);
    expect(Buffer.concat(await res.toArray()).toString()).toBe(rest.join(''));
  });

  it('are the file that numpy would have written', async () => {
    const stream = predicting(async function* (records) { for (const record of records) yield [Number(record), 1]; });
    const whole = predicting((records) => records.map((record) => [Number(record), 1]));
    const bodies = await Promise.all([stream, whole].map(async (definition) => {
      const { port } = await serve(definition, { model: 0, spec: NPY });
      return Buffer.concat(await (await responseOf(port, '1\n2', CSV)).toArray());
    }));

    expect(bodies[0]).toEqual(bodies[1]);
  });

  it.each<[string, number, string]>([
    ['too few', 1, 'predict gave 1 predictions for 2 records'], ['too many', 3, 'predict gave more predictions for 2 records'],
  ])('break the connection when they are %s, and the log says why', async (_case, given, reason) => {
    const { port, log } = await serve(predicting(async function* () { yield* Array.from({ length: given }, () => 0); }), { model: 0 });

    await expect((await responseOf(port, '1\n2', CSV)).toArray()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(log()).toContain(reason);
  });

  it.each<[string, () => AsyncIterable<unknown>, string]>([
    ['are none', async function* () {}, 'predict gave 0 predictions for 2 records'],
    ['fail before the first', async function* () { throw new RangeError('bug'); }, 'RangeError: bug'],
    ['cannot be encoded', async function* () { yield {}; }, 'text/csv holds scalars'],
  ])('are answered with 500 when they %s', async (_case, predictions, reason) => {
    const { invoke, log } = await serve(predicting(predictions), { model: 0 });

    expect((await invoke('1\n2', CSV)).status).toBe(500);
    expect(log()).toContain(reason);
  });

  it('may say in headers what they know before the first of them', async () => {
    const { invoke } = await serve(predicting(async function* (records, context) {
      context.setCustomAttributes('beam=4');
      yield* records;
    }), { model: 0 });

    expect(await invoke('1', CSV)).toMatchObject({ status: 200, headers: { 'x-amzn-sagemaker-custom-attributes': 'beam=4' }, body: '1\n' });
  });

  it('are named in the type of the definition', async () => {
    const inference = defineInference<Iris, number, AsyncIterable<string>>({
      loadModel: () => 0,
      async *predict(_model, records) { for (const record of records) yield String(record); },
    });
    const given: string[] = [];
    for await (const prediction of await inference.predict(0, [1, 2], undefined!)) given.push(prediction);

    expect(given).toEqual(['1', '2']);
    expect((await (await serve(inference, { model: 0 })).invoke('[1,2]', JSON_TYPE)).body).toBe('{"predictions":["1","2"]}');
  });
});

describe('a raw body in pieces', () => {
  it.each<[string, () => RawResponse['body']]>([
    ['a generator', function* () { yield 'a'; yield Buffer.from('b'); }],
    ['an array', () => ['a', '', 'b']],
    ['an async generator', async function* () { yield 'a'; yield new Uint8Array([98]); }],
    ['a stream of Node', () => Readable.from(['a', 'b'])],
    ['a stream of the web', () => new Blob(['ab']).stream()],
  ])('may be %s', async (_case, body) => {
    const { invoke } = await serve(raw(() => ({ body: body(), status: 201, contentType: 'text/csv' })), { model: 0 });

    expect(await invoke('1', CSV)).toMatchObject({ status: 201, headers: { 'content-type': 'text/csv', 'transfer-encoding': 'chunked' }, body: 'ab' });
  });

  it.each<[string, unknown, string]>([
    ['a number', [1], 'gave number as a piece of the body'], ['an object', [{}], 'gave object as a piece of the body'],
    ['nothing that can be iterated', {}, 'gave object as body'],
  ])('cannot hold %s', async (_case, body, reason) => {
    const { invoke, log } = await serve(raw(() => ({ body })), { model: 0 });

    expect((await invoke('1', CSV)).status).toBe(500);
    expect(log()).toContain(reason);
  });

  it('ends when the caller goes away', async () => {
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => void (end = resolve));
    const { port } = await serve(raw(({ signal }) => ({
      body: (async function* () {
        try {
          yield 'a';
          await once(signal, 'abort');
        } finally {
          end();
        }
      })(),
    })), { model: 0 });
    const res = await responseOf(port, '1', CSV);
    await nextText(res);

    res.destroy();

    await ended;
  });
});

describe('Server-Sent Events', () => {
  const sending = (events: () => AsyncIterable<string | ServerSentEvent>, keepAliveSeconds?: number) =>
    serve(raw(() => serverSentEvents(events(), { keepAliveSeconds })), { model: 0, spec: EVENTS });

  it('are sent in their own form and type', async () => {
    const { invoke } = await sending(async function* () {
      yield 'two\nlines';
      yield { data: '{"token":"a"}', event: 'token', id: 7, retry: 500 };
    });

    expect(await invoke('1', CSV)).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' },
      body: 'data: two\ndata: lines\n\nevent: token\nretry: 500\nid: 7\ndata: {"token":"a"}\n\n',
    });
  });

  it('have comments between them while nothing happens', async () => {
    let goOn = (): void => {};
    const going = new Promise<void>((resolve) => void (goOn = resolve));
    const { port } = await sending(async function* () {
      await going;
      yield 'late';
    }, 0.01);
    const res = await responseOf(port, '1', CSV);

    expect(await nextText(res)).toMatch(/^(: \n\n)+$/);
    goOn();
    expect(Buffer.concat(await res.toArray()).toString()).toMatch(/^(: \n\n)*data: late\n\n$/);
  });

  it('with a name of two lines are an error of the algorithm', async () => {
    const { invoke, log } = await sending(async function* () { yield { data: '1', event: 'a\nb' }; }, 0);

    expect((await invoke('1', CSV)).status).toBe(500);
    expect(log()).toMatch(/TypeError: .*must not contain newline/);
  });

  it('end when the caller goes away', async () => {
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => void (end = resolve));
    const { port } = await sending(async function* () {
      try {
        for (let count = 0; ; count++) {
          yield String(count);
          await new Promise(setImmediate);
        }
      } finally {
        end();
      }
    });
    const res = await responseOf(port, '1', CSV);
    await nextText(res);

    res.destroy();

    await ended;
  });
});
