import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { adding, CSV } from '../support/definitions';
import { call, sendRaw, serve } from '../support/serve';

describe('/ping', () => {
  it.each(['GET', 'HEAD', 'POST'])('answers %s with 503 before the model is loaded, with 200 after, and with an empty body', async (method) => {
    const { port, load } = await serve(adding);

    expect(await call(port, '/ping', { method })).toMatchObject({ status: 503, body: '' });
    load(1);
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

describe('an odd request', () => {
  it('is answered without a Host header', async () => {
    const { port } = await serve(adding, { model: 0 });

    expect(await sendRaw(port, 'GET /ping HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  it.each([
    ['GET http://x/ping', 200], ['GET http://x:8080/ping?a=/b', 200], ['GET HTTP://x/ping', 200], ['GET http://x', 404], ['GET http://x?/ping', 404],
    ['GET //x/ping', 404], ['OPTIONS *', 404],
  ])('may name its whole address: %s', async (line, status) => {
    const { port } = await serve(adding, { model: 0 });

    expect(await sendRaw(port, `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
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

  it.each([40_000, 1_000_000])('is answered with 431 when its headers have %i bytes', async (size) => {
    const { port, ping } = await serve(adding, { model: 0 });

    const reply = await sendRaw(port, `GET /ping HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(size)}\r\n\r\n`);

    expect(reply).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
    expect(reply.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(JSON.parse(reply.slice(reply.indexOf('{')))).toEqual({ code: 'SMA_RUN_HEADERS', message: 'the headers are larger than 16384 bytes' });
    expect((await ping()).status).toBe(200);
  });

  it('does no harm when it ends in the middle of a body', async () => {
    const serving = await serve(adding, { model: 0 });
    const half = 'POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 100\r\n\r\n1,2';
    const gone = (times: number) => vi.waitFor(() => expect(serving.log().match(/DEBUG .*the caller closed the connection/g)).toHaveLength(times));

    await sendRaw(serving.port, half);
    await gone(1);
    const socket = connect(serving.port, '127.0.0.1');
    socket.write(half);
    await once(serving.server, 'request');
    socket.resetAndDestroy();
    await gone(2);

    expect((await serving.invoke('1,2', CSV)).body).toBe('3\n');
    expect(serving.log()).not.toMatch(/ERROR|WARN/);
  });
});
