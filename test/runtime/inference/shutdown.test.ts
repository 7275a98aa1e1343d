import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { CSV, holding } from '../support/definitions';
import { call, serve, type Serving } from '../support/serve';

/** Longer than the test may take: nothing but the last test waits for it. Unit: ms */
const LONG = 60_000;

/** A connection on which the server has got the text, and nothing more. */
async function connection({ port, server }: Serving<number>, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  const [atServer] = await once(server, 'connection') as [Socket];
  if (text !== '') socket.write(text);
  await vi.waitFor(() => expect(atServer.bytesRead).toBe(text.length));
  return socket;
}

describe('a server that drains', () => {
  it('finishes what is being answered and refuses new connections', async () => {
    const { definition, holds, open } = holding();
    const { port, invoke, ping, shutdown } = await serve(definition, { model: 0 });
    const inFlight = Promise.all([invoke('1', CSV), invoke('2', CSV)]);
    await holds(2);

    const drained = shutdown.drain(LONG);
    await expect(ping()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    open();

    expect((await inFlight).map((reply) => [reply.status, reply.body, reply.headers.connection])).toEqual([[200, '1\n', 'close'], [200, '2\n', 'close']]);
    expect(await drained).toBe(0);
    await expect(call(port, '/ping')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('does not wait for connections that are kept alive', async () => {
    const { port, shutdown } = await serve(holding().definition, { model: 0 });
    const agent = new Agent({ keepAlive: true });
    await call(port, '/ping', { agent });

    expect(await shutdown.drain(LONG)).toBe(0);

    agent.destroy();
  });

  it.each(['', 'POST /invocations HTTP/1.1\r\nHos'])('does not wait for a connection on which it got %j only', async (text) => {
    const serving = await serve(holding().definition, { model: 0 });
    const socket = await connection(serving, text);
    const closed = once(socket.on('error', () => {}).resume(), 'close');

    expect(await serving.shutdown.drain(LONG)).toBe(0);

    await closed;
  });

  it('does not wait for a connection that becomes idle while it drains', async () => {
    const { definition, holds, open } = holding();
    const { port, shutdown } = await serve(definition, { model: 0 });
    const agent = new Agent({ keepAlive: true });
    const reply = call(port, '/invocations', { method: 'POST', headers: CSV, body: '1', agent });
    await holds(1);

    const drained = shutdown.drain(LONG);
    open();

    expect(await drained).toBe(0);
    expect((await reply).status).toBe(200);
    agent.destroy();
  });

  it('answers what arrives meanwhile: invocations as ever, /ping with 503', async () => {
    const { definition, open } = holding();
    open();
    const serving = await serve(definition, { model: 0 });
    const ping = await connection(serving, 'GET /ping HTTP/1.1\r\nHost: x\r\n');
    const invocation = await connection(serving, 'POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n');

    const drained = serving.shutdown.drain(LONG);
    for (const socket of [ping, invocation]) socket.write('\r\n1');
    const replies = await Promise.all([ping.toArray(), invocation.toArray()]);

    expect(replies[0].join('')).toMatch(/^HTTP\/1\.1 503 [^]*Connection: close/);
    expect(replies[1].join('')).toMatch(/^HTTP\/1\.1 200 [^]*Connection: close[^]*\r\n1\n$/);
    expect(await drained).toBe(0);
  });

  it('answers every request that a connection has sent ahead, and closes it behind the last one', async () => {
    const { definition, holds, open } = holding();
    const serving = await serve(definition, { model: 0 });
    const request = 'POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 1\r\n\r\n';
    const socket = await connection(serving, `${request}1${request}2`);
    await holds(2);

    const drained = serving.shutdown.drain(LONG);
    open();

    expect((await socket.toArray()).join('')).toMatch(/^HTTP\/1\.1 200 [^]*Connection: keep-alive[^]*\r\n1\nHTTP\/1\.1 200 [^]*Connection: close[^]*\r\n2\n$/);
    expect(await drained).toBe(0);
  });

  it('gives up on answers that take too long, and counts them', async () => {
    const { definition, holds } = holding();
    const { invoke, shutdown } = await serve(definition, { model: 0 });
    const cut = invoke('1', CSV).catch((error: NodeJS.ErrnoException) => error.code);
    await holds(1);

    expect(await shutdown.drain(20)).toBe(1);

    expect(await cut).toBe('ECONNRESET');
  });
});
