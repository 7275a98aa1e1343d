import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../../src/cli/engine/engine';
import { Interrupted, pause } from '../../../src/cli/interruption';
import type { Ended } from '../../../src/cli/simulator/exit-code';
import { sendRequest } from '../../../src/cli/simulator/http-client';
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

const server = (url: string, ended: Promise<Ended> = new Promise(() => undefined)): RunningServer => ({ url, ended, memoryBytes: async () => undefined, stop: () => ended });
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

  it('gives up earlier where nothing comes at all', async () => {
    const url = await listen(() => undefined);

    await expect(sendRequest({ url, method: 'GET', timeoutMs: 5_000, answerWithinMs: 100 })).rejects.toThrow('no answer within 0.1 s');
  });

  it('gives up a connection that nobody accepts', async () => {
    // A program that stands still, and a queue that two connections fill.
    const script = 'require("net").createServer().listen(0, "127.0.0.1", 1, function () { console.log(this.address().port); })';
    const stopped = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    closers.push(() => stopped.kill('SIGKILL'));
    const [text] = await once(stopped.stdout, 'data') as [Buffer];
    stopped.kill('SIGSTOP');
    const waiting = Array.from({ length: 4 }, () => connect(Number(String(text)), '127.0.0.1').on('error', () => undefined));
    closers.push(() => waiting.forEach((socket) => socket.destroy()));
    await pause(100);

    const gaveUp = sendRequest({ url: `http://127.0.0.1:${Number(String(text))}`, method: 'GET', timeoutMs: 5_000, acceptWithinMs: 100 });

    await expect(gaveUp).rejects.toThrow('no connection within 0.1 s');
  });
});
