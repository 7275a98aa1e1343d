import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { adding, CSV, JSON_LINES, JSON_TYPE } from '../support/definitions';
import { call, serve } from '../support/serve';

describe('a request that is refused', () => {
  it.each<[string, string | Uint8Array, Record<string, string>, number, string]>([
    ['an undeclared content type', 'x', { 'Content-Type': 'image/png' }, 415, 'SMA_RUN_CONTENT_TYPE'],
    ['another charset', '1', { 'Content-Type': 'text/csv; charset=utf-16' }, 415, 'SMA_RUN_CHARSET'],
    ['an impossible Accept', '1', { ...CSV, Accept: 'image/png' }, 406, 'SMA_RUN_ACCEPT'],
    ['an empty body', '', CSV, 400, 'SMA_RUN_BODY'],
    ['blank lines only', '\n\n', JSON_LINES, 400, 'SMA_RUN_BODY'],
    ['no records', '[]', JSON_TYPE, 400, 'SMA_RUN_BODY'],
    ['broken CSV', '"1,2', CSV, 400, 'SMA_RUN_BAD_RECORD'],
    ['CSV of which nothing can be read', '"1,2\n"3,4"5', CSV, 400, 'SMA_RUN_BAD_RECORD'],
    ['truncated JSON', '{"instances":[[1,2', JSON_TYPE, 400, 'SMA_RUN_BODY'],
    ['truncated JSON Lines', '{"a"', JSON_LINES, 400, 'SMA_RUN_BAD_RECORD'],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe]), CSV, 400, 'SMA_RUN_BAD_RECORD'],
    ['JSON that is no text', new Uint8Array([0xff, 0xfe]), JSON_TYPE, 400, 'SMA_RUN_BODY'],
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
    const { invoke } = await serve(adding, { model: 0, spec: { badRecords: 'refuse' } });

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
