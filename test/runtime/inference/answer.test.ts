import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../../../src/runtime/inference';
import { adding, CSV } from '../support/definitions';
import { serve } from '../support/serve';

type Pieces = AsyncIterable<Uint8Array>;

/** A server that answers everything with these pieces. */
async function streaming(pieces: () => Pieces) {
  const serving = await serve(adding);
  serving.model.answer = async () => ({ status: 200, contentType: 'text/csv', headers: { 'X-Extra': '1' }, body: pieces() });
  return serving;
}

async function responseOf(port: number): Promise<IncomingMessage> {
  const req = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST', headers: CSV, agent: false });
  req.on('error', () => {}).end('1');
  const [res] = await once(req, 'response');
  return res;
}

/** A promise that is settled from outside. */
function gate() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => void (open = resolve));
  return { open, opened };
}

describe('an answer in pieces', () => {
  it('is sent in chunks, each before the next one is there', async () => {
    const { open, opened } = gate();
    const { port } = await streaming(async function* () {
      yield Buffer.from('1\n');
      await opened;
      yield Buffer.from('2\n');
    });
    const res = await responseOf(port);

    expect(res).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/csv', 'x-extra': '1', 'transfer-encoding': 'chunked' } });
    expect(res.headers).not.toHaveProperty('content-length');
    const [first] = await once(res, 'data');
    expect(String(first)).toBe('1\n');
    open();
    expect(Buffer.concat(await res.toArray()).toString()).toBe('2\n');
  });

  it('without any piece is an empty answer', async () => {
    const { invoke } = await streaming(async function* () {});

    expect(await invoke('1', CSV)).toMatchObject({ status: 200, body: '' });
  });

  it.each<[string, Error, number, string]>([
    ['of the caller', new RuntimeError('SMA_RUN_BODY', 'the body is too short'), 400, 'the body is too short'],
    ['of the algorithm', new Error('secret'), 500, 'the prediction failed; the log of the endpoint has the reason'],
  ])('that ends before its first piece by an error %s has the status of the error', async (_case, error, status, message) => {
    const { invoke } = await streaming(async function* () { throw error; });

    const reply = await invoke('1', CSV);

    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.body)).toMatchObject({ message });
  });

  it('that ends after its first piece by an error breaks the connection, which the log tells', async () => {
    const { port, log, ping } = await streaming(async function* () {
      yield Buffer.from('1\n');
      throw new RangeError('out of beds');
    });

    await expect((await responseOf(port)).toArray()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(log()).toMatch(/ERROR an answer broke off after its beginning had been sent\n {4}RangeError: out of beds/);
    expect((await ping()).status).toBe(200);
  });

  it('ends when the caller goes away', async () => {
    const ended = gate();
    const { port, log } = await streaming(async function* () {
      try {
        for (;;) {
          yield Buffer.from('1\n');
          await new Promise(setImmediate);
        }
      } finally {
        ended.open();
      }
    });
    const res = await responseOf(port);
    await once(res, 'data');

    res.destroy();

    await ended.opened;
    expect(log()).not.toContain('ERROR');
  });

  it('is told that the caller has gone while it waits for its own next piece', async () => {
    const ended = gate();
    let asked = 0;
    const { port } = await streaming(() => ({
      [Symbol.asyncIterator]: () => ({
        next: () => asked++ === 0 ? Promise.resolve({ done: false, value: Buffer.from('1\n') }) : new Promise<never>(() => {}),
        async return() {
          ended.open();
          return { done: true as const, value: undefined };
        },
      }),
    }));
    const res = await responseOf(port);
    await once(res, 'data');

    res.destroy();

    await ended.opened;
  });

  it('stops asking for pieces while the caller does not read', async () => {
    const piece = Buffer.alloc(64 * 1024, '1');
    const total = 1_000;
    let given = 0;
    const { port } = await streaming(async function* () {
      for (; given < total; given++) yield piece;
    });
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /invocations HTTP/1.1\r\nContent-Type: text/csv\r\nContent-Length: 1\r\nConnection: close\r\n\r\n1');
    await once(socket, 'readable');

    // The buffers of two sockets fill up, and then nothing moves any more.
    for (let before = -1; before !== given;) {
      before = given;
      for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
    }
    expect(given).toBeLessThan(total / 2);

    let bytes = 0;
    socket.on('data', (chunk: Buffer) => void (bytes += chunk.length));
    await once(socket, 'close');
    expect(given).toBe(total);
    expect(bytes).toBeGreaterThan(total * piece.length);
  });
});
