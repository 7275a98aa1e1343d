import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../../src/cli/engine/engine';
import { Interrupted } from '../../../src/cli/interruption';
import type { Ended } from '../../../src/cli/simulator/exit-code';
import { sendRequest } from '../../../src/cli/simulator/http-client';
import { startRelay, startRelayOn } from '../../../src/cli/simulator/relay';
import { waitUntilReady } from '../../../src/cli/simulator/wait-until-ready';

const closers: Array<() => unknown> = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.closeAllConnections(), () => server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const server = (url: string, ended: Promise<Ended> = new Promise(() => undefined)): RunningServer => ({ url, ended, stop: () => ended });
const options = { signal: new AbortController().signal, lastLines: () => ['last words'] };

describe('waitUntilReady', () => {
  it('waits for 200', async () => {
    let pings = 0;
    const url = await listen((_, response) => response.writeHead((pings += 1) < 3 ? 503 : 200).end());

    await waitUntilReady(server(url), options);

    expect(pings).toBe(3);
  });

  it('gives up after the start-up time and tells the last status and the log', async () => {
    const url = await listen((_, response) => response.writeHead(503).end());

    await expect(waitUntilReady(server(url), { ...options, startupTimeoutMs: 300 })).rejects.toMatchObject({
      code: 'SMA_CLI_SERVER', what: expect.stringContaining('answered with 503'), details: ['last words'],
    });
  });

  it('notices a ping that hangs', async () => {
    const url = await listen(() => undefined);

    await expect(waitUntilReady(server(url), { ...options, startupTimeoutMs: 500 })).rejects.toMatchObject({
      what: expect.stringContaining('no complete answer within 2 s'),
    });
  });

  it('notices a dead server at once', async () => {
    const startedAt = Date.now();

    await expect(waitUntilReady(server('http://127.0.0.1:1', Promise.resolve({ exitCode: 137 })), options)).rejects.toMatchObject({
      code: 'SMA_CLI_SERVER', what: expect.stringContaining('exit code 137'), details: ['last lines of its log:', '  last words'],
    });
    expect(Date.now() - startedAt).toBeLessThan(500);
  });

  it('ends when it is interrupted', async () => {
    const url = await listen((_, response) => response.writeHead(503).end());
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Interrupted('SIGINT')), 50);

    await expect(waitUntilReady(server(url), { ...options, signal: controller.signal })).rejects.toThrow('interrupted by SIGINT');
  });
});

describe('sendRequest', () => {
  it('sends exactly the given headers, and the answer whole', async () => {
    const url = await listen((request, response) => response.end(JSON.stringify(request.headers)));

    const { status, body } = await sendRequest({
      url, method: 'POST', headers: { 'Content-Type': 'text/csv' }, body: Buffer.from('ä'), timeoutMs: 1_000,
    });

    expect(status).toBe(200);
    expect(Object.keys(JSON.parse(body.toString()) as object).sort()).toEqual(['connection', 'content-length', 'content-type', 'host']);
  });

  it('gives up after its time, also in the middle of an answer', async () => {
    const url = await listen((_, response) => response.write('begin'));

    await expect(sendRequest({ url, method: 'GET', timeoutMs: 100 })).rejects.toThrow('no complete answer within 0.1 s');
  });
});

describe('relay', () => {
  it('hands connections on and takes another port only when nobody asked for one', async () => {
    const target = new URL(await listen((_, response) => response.end('hello')));
    const relay = await startRelay(0, target);
    closers.push(() => relay.close());

    const { body } = await sendRequest({ url: `http://127.0.0.1:${relay.port}`, method: 'GET', timeoutMs: 1_000 });
    expect(body.toString()).toBe('hello');
    await expect(startRelayOn(relay.port, 1, target)).rejects.toMatchObject({ code: 'SMA_CLI_PORT' });
    const other = await startRelayOn(undefined, relay.port, target);
    closers.push(() => other.close());
    expect(other.port).not.toBe(relay.port);
  });
});
