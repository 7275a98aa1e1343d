import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BadRecordError, defineInference, defineRawInference, type InvocationContext, type RawResponse } from '../../../src/runtime/inference';
import { call, sendRaw, serve } from '../support/serve';
import type { Iris } from '../support/spec';

const CSV = { 'Content-Type': 'text/csv' };
const JSON_TYPE = { 'Content-Type': 'application/json' };
const JSON_LINES = { 'Content-Type': 'application/jsonlines' };

const sum = (record: unknown): number => Object.values(record as object).reduce((total: number, value) => total + Number(value), 0);
/** Adds up the columns of each record, plus the model. */
const adding = defineInference<Iris, number>({
  loadModel: () => 0,
  predict: (model, records) => records.map((record) => model + sum(record)),
});
const predicting = (predict: (records: readonly unknown[], context: InvocationContext<Iris>) => unknown) => defineInference<Iris, number>({
  loadModel: () => 0,
  predict: (_model, records, context) => predict(records, context) as unknown[],
});
const raw = (invoke: (context: InvocationContext<Iris> & { body: Buffer }) => unknown) => defineRawInference<Iris, number>({
  loadModel: () => 0,
  invoke: (_model, context) => invoke(context) as RawResponse,
});

describe('/ping', () => {
  it.each(['GET', 'HEAD', 'POST'])('answers %s with 503 before the model is loaded, with 200 after, and with an empty body', async (method) => {
    const { port, model } = await serve(adding);

    expect(await call(port, '/ping', { method })).toMatchObject({ status: 503, body: '' });
    model.set(1);
    expect(await call(port, '/ping', { method })).toMatchObject({ status: 200, body: '' });
  });

  it('leaves no line in the log', async () => {
    const serving = await serve(adding, { model: 0 });
    await serving.ping();

    expect(serving.log()).toBe('');
  });

  it('does not mind a query', async () => {
    const { port } = await serve(adding, { model: 0 });

    expect((await call(port, '/ping?x=1')).status).toBe(200);
  });
});

describe('paths and methods', () => {
  it.each(['/', '/execution-parameters', '/ping/', '/invocations/x', '/models'])('answers %s with 404', async (path) => {
    const { port } = await serve(adding, { model: 0 });

    const reply = await call(port, path);

    expect(reply.status).toBe(404);
    expect(JSON.parse(reply.body)).toEqual({ code: 'SMA_RUN_NOT_FOUND', message: `there is no ${path}` });
    expect((await call(port, '/ping')).status).toBe(200);
  });

  it.each([['GET', '/invocations', 'POST'], ['PUT', '/invocations', 'POST'], ['DELETE', '/ping', 'GET, HEAD, POST']])('answers %s %s with 405', async (method, path, allow) => {
    const { port } = await serve(adding, { model: 0 });

    const reply = await call(port, path, { method });

    expect(reply).toMatchObject({ status: 405, headers: { allow, 'content-type': 'application/json' } });
    expect(JSON.parse(reply.body).code).toBe('SMA_RUN_METHOD');
  });
});

describe('an invocation before the model is loaded', () => {
  it('is answered with 503 and told to come back', async () => {
    const { invoke } = await serve(adding);

    const reply = await invoke('1,2', CSV);

    expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '1', 'content-type': 'application/json' } });
    expect(JSON.parse(reply.body).code).toBe('SMA_RUN_LOADING');
  });
});

describe('records', () => {
  it.each<[string, string, Record<string, string>, string, string]>([
    ['CSV', '1,2\n3,4\n', CSV, 'text/csv', '3\n7\n'],
    ['CSV with parameters and other case', '1,2\n', { 'Content-Type': 'TEXT/csv; charset=utf-8' }, 'text/csv', '3\n'],
    ['CSV without a content type', '1,2\n', {}, 'text/csv', '3\n'],
    ['CSV of plain curl', '1,2\n', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'text/csv', '3\n'],
    ['JSON', '{"instances":[[1,2],[3,4]]}', JSON_TYPE, 'application/json', '{"predictions":[3,7]}'],
    ['JSON Lines', '{"a":1,"b":2}\n{"a":3,"b":4}', JSON_LINES, 'application/jsonlines', '3\n7\n'],
    ['CSV to JSON', '1,2\n', { ...CSV, Accept: 'application/json' }, 'application/json', '{"predictions":[3]}'],
    ['JSON to CSV', '[[1,2]]', { ...JSON_TYPE, Accept: 'text/csv' }, 'text/csv', '3\n'],
    ['anything accepted', '[[1,2]]', { ...JSON_TYPE, Accept: '*/*' }, 'application/json', '{"predictions":[3]}'],
  ])('are answered: %s', async (_case, body, headers, contentType, answer) => {
    const { invoke } = await serve(adding, { model: 0 });

    expect(await invoke(body, headers)).toMatchObject({ status: 200, headers: { 'content-type': contentType, 'content-length': String(answer.length) }, body: answer });
  });

  it('are answered alike one by one and in one batch', async () => {
    const { invoke } = await serve(adding, { model: 1 });
    const lines = Array.from({ length: 50 }, (_, index) => `${index},${index * 2}\n`);

    const single = await Promise.all(lines.map((line) => invoke(line, CSV)));
    const batch = await invoke(lines.join(''), CSV);

    expect(single.map((reply) => reply.body).join('')).toBe(batch.body);
    expect((await invoke(lines.join('').trimEnd(), CSV)).body).toBe(batch.body);
  });

  it('are answered in chunks without Content-Length as well', async () => {
    const { port } = await serve(adding, { model: 0 });
    const req = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST', headers: CSV, agent: false });
    for (const part of ['1,', '2\n3', ',4\n']) {
      req.write(part);
      await sleep(5);
    }
    req.end();
    const [res] = await once(req, 'response');

    expect(Buffer.concat(await res.toArray()).toString()).toBe('3\n7\n');
  });

  it('of 128 requests at a time are not mixed up', async () => {
    const { invoke } = await serve(predicting(async (records) => {
      await sleep(Math.random() * 20);
      return records.map(sum);
    }), { model: 0 });

    const replies = await Promise.all(Array.from({ length: 128 }, (_, index) => invoke(`${index}\n`, CSV)));

    expect(replies.map((reply) => reply.body)).toEqual(replies.map((_, index) => `${index}\n`));
  });
});

describe('a request that is refused', () => {
  it.each<[string, string | Uint8Array, Record<string, string>, number, string]>([
    ['an undeclared content type', 'x', { 'Content-Type': 'image/png' }, 415, 'SMA_RUN_CONTENT_TYPE'],
    ['another charset', '1', { 'Content-Type': 'text/csv; charset=utf-16' }, 415, 'SMA_RUN_CHARSET'],
    ['an impossible Accept', '1', { ...CSV, Accept: 'image/png' }, 406, 'SMA_RUN_ACCEPT'],
    ['an empty body', '', CSV, 400, 'SMA_RUN_BODY'],
    ['blank lines only', '\n\n', JSON_LINES, 400, 'SMA_RUN_BODY'],
    ['no records', '[]', JSON_TYPE, 400, 'SMA_RUN_BODY'],
    ['broken CSV', '"1,2', CSV, 400, 'SMA_RUN_BODY'],
    ['truncated JSON', '{"instances":[[1,2', JSON_TYPE, 400, 'SMA_RUN_BODY'],
    ['truncated JSON Lines', '1\n{"a"', JSON_LINES, 400, 'SMA_RUN_BODY'],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe]), CSV, 400, 'SMA_RUN_BODY'],
    ['a body over the limit', '1'.repeat(1025), CSV, 413, 'SMA_RUN_BODY_TOO_LARGE'],
  ])('because of %s gets a code and a message, and the next one is answered', async (_case, body, headers, status, code) => {
    const serving = await serve(adding, { model: 0, bodyMaxBytes: 1024 });

    const reply = await serving.invoke(body, headers);

    expect(reply).toMatchObject({ status, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(reply.body)).toEqual({ code, message: expect.stringMatching(/^[^\n]+$/) });
    expect(await serving.invoke('1,2', CSV)).toMatchObject({ status: 200, body: '3\n' });
    expect(serving.log()).toBe('');
  });

  it('names the record that is wrong', async () => {
    const { invoke } = await serve(adding, { model: 0 });

    expect(JSON.parse((await invoke('1\n2\n{', JSON_LINES)).body).message).toMatch(/^record 3: /);
  });

  it('keeps its connection when the body is small', async () => {
    const { port } = await serve(adding, { model: 0 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });

    const refused = await call(port, '/invocations', { method: 'POST', headers: { 'Content-Type': 'image/png' }, body: 'x', agent });
    const next = await call(port, '/ping', { agent });

    expect([refused.status, refused.headers.connection, next.status]).toEqual([415, 'keep-alive', 200]);
    agent.destroy();
  });
});

describe('a body over the limit', () => {
  it('is refused by its announced length, before it is sent', async () => {
    const { port } = await serve(adding, { model: 0, bodyMaxBytes: 1024 });
    const req = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST', headers: { ...CSV, 'Content-Length': 10 ** 9 }, agent: false });
    req.on('error', () => {});
    req.flushHeaders();

    const [res] = await once(req, 'response');

    expect(res.statusCode).toBe(413);
    expect(JSON.parse(Buffer.concat(await res.toArray()).toString()).message).toBe('the body is larger than 1024 bytes');
  });

  it('is not read for ever', async () => {
    const { port } = await serve(adding, { model: 0, bodyMaxBytes: 1024 });
    const socket = connect(port, '127.0.0.1');
    let reply = '';
    socket.setEncoding('utf8').on('data', (text: string) => void (reply += text)).on('error', () => {});
    socket.write('POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n');
    const feed = setInterval(() => socket.write(`800\r\n${'1'.repeat(2048)}\r\n`), 20);

    await once(socket, 'close');
    clearInterval(feed);

    expect(reply).toMatch(/^HTTP\/1\.1 413 /);
    expect(reply).toContain('SMA_RUN_BODY_TOO_LARGE');
  });

  it('is refused in a way that a caller who sends it all can read', async () => {
    const { port } = await serve(adding, { model: 0, bodyMaxBytes: 1024 });

    const response = await fetch(`http://127.0.0.1:${port}/invocations`, { method: 'POST', headers: CSV, body: '1'.repeat(8 * 1024 * 1024) });

    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'SMA_RUN_BODY_TOO_LARGE' });
  });
});

describe('what is no HTTP request', () => {
  it.each(['nonsense\r\n\r\n', 'POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n'])('is answered with 400: %j', async (bytes) => {
    const { port, ping } = await serve(adding, { model: 0 });

    const reply = await sendRaw(port, bytes);

    expect(reply).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(reply).toContain('"code":"SMA_RUN_HTTP"');
    expect((await ping()).status).toBe(200);
  });

  it('does no harm when it ends in the middle of a body', async () => {
    const serving = await serve(adding, { model: 0 });

    await sendRaw(serving.port, 'POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 100\r\n\r\n1,2');
    const socket = connect(serving.port, '127.0.0.1');
    socket.write('POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 100\r\n\r\n1,2');
    await once(socket, 'ready');
    await sleep(20);
    socket.resetAndDestroy();
    await sleep(20);

    expect((await serving.invoke('1,2', CSV)).body).toBe('3\n');
    expect(serving.log()).not.toMatch(/ERROR|WARN/);
  });
});

describe('a predictor', () => {
  it('sees a CSV record as texts and a JSON record as its value', async () => {
    const seen: unknown[] = [];
    const { invoke } = await serve(predicting((records) => {
      seen.push(...records);
      return records.map(() => 0);
    }), { model: 0 });

    await invoke('5.1,"a b"\n', CSV);
    await invoke('[{"a":null}]', JSON_TYPE);

    expect(seen).toEqual([['5.1', 'a b'], { a: null }]);
  });

  it('sees the facts of the request', async () => {
    let seen: object = {};
    const { invoke } = await serve(predicting((records, { contentType, accept, customAttributes, inferenceId, signal }) => {
      seen = { contentType, accept, customAttributes, inferenceId, aborted: signal.aborted };
      return records;
    }), { model: 0 });

    await invoke('1', { 'Content-Type': 'text/csv; header=absent', 'Accept': 'application/*', 'X-Amzn-SageMaker-Custom-Attributes': 'trace=7', 'X-Amzn-SageMaker-Inference-Id': 'id-1', 'X-Amzn-Decoy': 'x' });
    expect(seen).toEqual({ contentType: 'text/csv', accept: 'application/json', customAttributes: 'trace=7', inferenceId: 'id-1', aborted: false });

    await invoke('1');
    expect(seen).toEqual({ contentType: 'text/csv', accept: 'text/csv', customAttributes: undefined, inferenceId: undefined, aborted: false });
  });

  it('refuses data with a message for the caller', async () => {
    const { invoke, log } = await serve(predicting(() => { throw new BadRecordError('petal length is "abc"', 1); }), { model: 0 });

    const reply = await invoke('1\n2\n', CSV);

    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toEqual({ code: 'SMA_RUN_BAD_RECORD', message: 'record 2: petal length is "abc"' });
    expect(log()).toBe('');
  });

  it.each<[string, () => unknown]>([
    ['throws', () => { throw new Error('secret of /opt/program/serve.js'); }],
    ['rejects', () => Promise.reject(new Error('secret of /opt/program/serve.js'))],
  ])('that %s is answered with 500 and no details, which the log has', async (_case, fail) => {
    const { invoke, log, ping } = await serve(predicting(fail), { model: 0 });

    const reply = await invoke('1', CSV);

    expect(reply.status).toBe(500);
    expect(JSON.parse(reply.body)).toEqual({ code: 'SMA_RUN_PREDICTION_FAILED', message: 'the prediction failed; the log of the endpoint has the reason' });
    expect(log()).toMatch(/ERROR an invocation failed\n {4}Error: secret of .*\n\s+at /);
    expect((await ping()).status).toBe(200);
  });

  it.each<[string, unknown, RegExp]>([
    ['too few predictions', [1], /predict gave 1 predictions for 2 records/],
    ['too many predictions', [1, 2, 3], /predict gave 3 predictions for 2 records/],
    ['no array', 'ab', /predict gave string, not an array/],
    ['nothing', undefined, /predict gave undefined, not an array/],
    ['what CSV cannot hold', [{}, {}], /text\/csv holds scalars/],
    ['what JSON cannot hold', [1n, 2n], /BigInt/],
  ])('that gives %s is answered with 500, and the log says why', async (_case, predictions, reason) => {
    const { invoke, log } = await serve(predicting(() => predictions), { model: 0 });
    const accept = reason.source.includes('BigInt') ? 'application/json' : 'text/csv';

    const reply = await invoke('1\n2\n', { ...CSV, Accept: accept });

    expect(reply.status).toBe(500);
    expect(JSON.parse(reply.body).code).toBe('SMA_RUN_PREDICTION_FAILED');
    expect(log()).toMatch(reason);
    expect(log().includes('SMA_RUN_PREDICTIONS')).toBe(!reason.source.includes('BigInt'));
  });

  it('sends custom attributes back only if it says so', async () => {
    const { invoke } = await serve(predicting((records, context) => {
      if (records.length > 1) context.setCustomAttributes(`seen ${context.customAttributes}`);
      return records;
    }), { model: 0 });
    const headers = { ...CSV, 'X-Amzn-SageMaker-Custom-Attributes': 'a b' };

    expect((await invoke('1\n', headers)).headers).not.toHaveProperty('x-amzn-sagemaker-custom-attributes');
    expect(await invoke('1\n2\n', headers)).toMatchObject({ status: 200, headers: { 'x-amzn-sagemaker-custom-attributes': 'seen a b', 'content-type': 'text/csv' } });
  });

  it.each(['x'.repeat(1025), 'a\r\nb', 'ü'])('cannot send %j as custom attributes', async (value) => {
    const { invoke, log } = await serve(predicting((records, context) => {
      context.setCustomAttributes(value);
      return records;
    }), { model: 0 });

    expect((await invoke('1', CSV)).status).toBe(500);
    expect(log()).toContain('SMA_RUN_CUSTOM_ATTRIBUTES');
  });

  it('learns that the caller has gone away', async () => {
    let gone: () => void;
    const learned = new Promise<void>((resolve) => { gone = resolve; });
    const { port } = await serve(predicting(async (records, { signal }) => {
      await once(signal, 'abort');
      gone();
      return records;
    }), { model: 0 });
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 1\r\n\r\n1');
    await sleep(50);

    socket.destroy();

    await learned;
  });

  it('that waits does not hold up pings', async () => {
    const { invoke, ping } = await serve(predicting(async (records) => {
      await sleep(300);
      return records;
    }), { model: 0 });
    const busy = Promise.all(Array.from({ length: 32 }, () => invoke('1', CSV)));

    const askedAt = performance.now();
    expect((await ping()).status).toBe(200);
    expect(performance.now() - askedAt).toBeLessThan(200);
    await busy;
  });
});

describe('raw inference', () => {
  const octets = { contentTypes: ['application/octet-stream'], responseTypes: ['application/octet-stream', 'text/plain'] };
  const headers = { 'Content-Type': 'application/octet-stream' };

  it('gets and gives bytes', async () => {
    const { port } = await serve(raw(({ body }) => ({ body: body.reverse() })), { model: 0, spec: octets });

    const response = await fetch(`http://127.0.0.1:${port}/invocations`, { method: 'POST', headers, body: new Uint8Array([1, 2, 255]) });

    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([255, 2, 1]);
  });

  it('chooses type and status', async () => {
    const { invoke } = await serve(raw(() => Promise.resolve({ body: 'ü', contentType: 'text/plain', status: 202 })), { model: 0, spec: octets });

    expect(await invoke('x', headers)).toMatchObject({ status: 202, headers: { 'content-type': 'text/plain', 'content-length': '2' }, body: 'ü' });
  });

  it('gets an empty body as it is', async () => {
    const { invoke } = await serve(raw(({ body }) => ({ body: String(body.length) })), { model: 0, spec: octets });

    expect((await invoke('', headers)).body).toBe('0');
  });

  it('refuses data like a predictor', async () => {
    const { invoke } = await serve(raw(() => { throw new BadRecordError('no image'); }), { model: 0, spec: octets });

    expect(await invoke('x', headers)).toMatchObject({ status: 400, body: '{"code":"SMA_RUN_BAD_RECORD","message":"no image"}' });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined], ['no body', {}], ['an object as body', { body: {} }], ['no HTTP status', { body: '', status: 99 }],
    ['a status that is no number', { body: '', status: '200' }],
  ])('that gives %s is answered with 500, and the log says why', async (_case, response) => {
    const { invoke, log } = await serve(raw(() => response), { model: 0, spec: octets });

    expect((await invoke('x', headers)).status).toBe(500);
    expect(log()).toContain('SMA_RUN_RESPONSE');
  });

  it('cannot smuggle headers through the content type', async () => {
    const { invoke } = await serve(raw(() => ({ body: '', contentType: 'text/plain\r\nX-Evil: 1' })), { model: 0, spec: octets });

    expect(await invoke('x', headers)).toMatchObject({ status: 500, headers: { 'content-type': 'application/json' } });
  });
});

it('a definition on records refuses to start with a type that it cannot decode or encode', async () => {
  await expect(serve(adding, { spec: { contentTypes: ['image/png'] } })).rejects.toMatchObject({
    code: 'SMA_RUN_NO_CODEC',
    message: 'the algorithm declares image/png, but records are read and written in these types only: text/csv, application/json, application/jsonlines',
  });
});

describe('shutdown', () => {
  const slow = predicting(async (records) => {
    await sleep(200);
    return records;
  });

  it('finishes what is being answered and refuses new connections', async () => {
    const { port, invoke, ping, shutdown } = await serve(slow, { model: 0 });
    const inFlight = Promise.all([invoke('1', CSV), invoke('2', CSV)]);
    await sleep(50);

    const drained = shutdown.drain(5_000);
    await expect(ping()).rejects.toMatchObject({ code: 'ECONNREFUSED' });

    expect((await inFlight).map((reply) => [reply.status, reply.body, reply.headers.connection])).toEqual([[200, '1\n', 'close'], [200, '2\n', 'close']]);
    expect(await drained).toBe(0);
    await expect(call(port, '/ping')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('does not wait for idle connections', async () => {
    const { port, shutdown } = await serve(slow, { model: 0 });
    const agent = new Agent({ keepAlive: true });
    await call(port, '/ping', { agent });
    const startedAt = performance.now();

    expect(await shutdown.drain(5_000)).toBe(0);

    expect(performance.now() - startedAt).toBeLessThan(1_000);
    agent.destroy();
  });

  it('does not wait for a connection that becomes idle while it drains', async () => {
    const { port, shutdown } = await serve(slow, { model: 0 });
    const agent = new Agent({ keepAlive: true });
    const reply = call(port, '/invocations', { method: 'POST', headers: CSV, body: '1', agent });
    await sleep(50);
    const startedAt = performance.now();

    expect(await shutdown.drain(5_000)).toBe(0);

    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect((await reply).status).toBe(200);
    agent.destroy();
  });

  it('gives up on answers that take too long, and counts them', async () => {
    const { invoke, shutdown } = await serve(slow, { model: 0 });
    const cut = invoke('1', CSV).catch((error: NodeJS.ErrnoException) => error.code);
    await sleep(20);

    expect(await shutdown.drain(20)).toBe(1);

    expect(await cut).toBe('ECONNRESET');
  });

  it('answers what arrives while it drains: invocations as ever, /ping with 503', async () => {
    const { port, shutdown } = await serve(slow, { model: 0 });
    const half = (text: string) => {
      const socket = connect(port, '127.0.0.1');
      socket.setEncoding('utf8').write(text);
      return socket;
    };
    const ping = half('GET /ping HTTP/1.1\r\nHost: x\r\n');
    const invocation = half('POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n');
    await sleep(50);

    const drained = shutdown.drain(5_000);
    for (const socket of [ping, invocation]) socket.write('\r\n1');
    const replies = await Promise.all([ping.toArray(), invocation.toArray()]);

    expect(replies[0].join('')).toMatch(/^HTTP\/1\.1 503 [^]*Connection: close/);
    expect(replies[1].join('')).toMatch(/^HTTP\/1\.1 200 [^]*Connection: close[^]*\r\n1\n$/);
    expect(await drained).toBe(0);
  });
});
