import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sendRequest } from '../../../src/cli/simulator/http-client';
import { openDoor, openDoorOn } from '../../../src/cli/simulator/service-door';

async function container(handler: RequestListener): Promise<URL> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function door(handler: RequestListener): Promise<string> {
  const { port, close } = await openDoor(0, await container(handler));
  onTestFinished(close);
  return `http://127.0.0.1:${port}`;
}

const post = (url: string, body: Buffer, headers: Record<string, string> = {}) =>
  sendRequest({ url, method: 'POST', body, headers, timeoutMs: 5_000 });
const API = '/endpoints/anything/invocations';
const json = ({ body }: { readonly body: Buffer }) => JSON.parse(body.toString()) as Record<string, unknown>;

/** Answers with what it was sent. */
const echo: RequestListener = (request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => {
    response.setHeader('X-Amzn-SageMaker-Custom-Attributes', 'trace=1');
    response.setHeader('Server', 'secret/1.0');
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ path: request.url, method: request.method, headers: request.headers, bytes: Buffer.concat(pieces).byteLength }));
  });
};

const CALLER = {
  'Content-Type': 'text/csv',
  'Accept': 'application/json',
  'X-Amzn-SageMaker-Inference-Id': 'id-7',
  'X-Amzn-SageMaker-Target-Variant': 'blue',
  'Authorization': 'AWS4-HMAC-SHA256 Credential=x',
  'User-Agent': 'curl/8',
};

describe('the door of a server', () => {
  it.each(['/invocations', API])('lets the headers through that the service lets through, on %s', async (path) => {
    const answer = await post(`${await door(echo)}${path}`, Buffer.from('1\n'), CALLER);

    const { headers, ...rest } = json(answer) as { headers: IncomingHttpHeaders };
    expect(rest).toEqual({ path: '/invocations', method: 'POST', bytes: 2 });
    expect(Object.keys(headers).sort()).toEqual([
      'accept', 'connection', 'content-length', 'content-type', 'host', 'x-amzn-sagemaker-decoy', 'x-amzn-sagemaker-inference-id',
    ]);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'x-amzn-sagemaker-custom-attributes': 'trace=1' });
    expect(answer.headers).not.toHaveProperty('server');
  });

  it('shows curl what the container answers, and an SDK what the API makes of it', async () => {
    const url = await door((_, response) => response.writeHead(415).end('no XML'));

    expect(await post(`${url}/invocations`, Buffer.from('x'))).toMatchObject({ status: 415, body: Buffer.from('no XML') });
    const api = await post(`${url}${API}`, Buffer.from('x'));
    expect([api.status, api.headers['x-amzn-errortype']]).toEqual([424, 'ModelError']);
    expect(json(api)).toMatchObject({
      OriginalStatusCode: 415, OriginalMessage: 'no XML', Message: 'Received client error (415) from primary with message "no XML".',
    });
  });

  it('refuses what is larger than 25 MiB before the container sees any of it', async () => {
    let asked = 0;
    const url = await door((_, response) => {
      asked += 1;
      response.end();
    });
    const large = Buffer.alloc(25 * 1024 ** 2 + 1);

    const [plain, api] = [await post(`${url}/invocations`, large), await post(`${url}${API}`, large)];

    expect([plain.status, api.status, api.headers['x-amzn-errortype'], asked]).toEqual([413, 400, 'ValidationError', 0]);
    expect(json(api).Message).toContain('25 MiB');
    expect((await post(`${url}/invocations`, large.subarray(1))).status).toBe(200);
  });

  it('breaks a connection that the container breaks, and calls it server error 0', async () => {
    const url = await door((request) => request.socket.destroy());

    await expect(post(`${url}/invocations`, Buffer.from('x'))).rejects.toThrow('socket hang up');
    expect(json(await post(`${url}${API}`, Buffer.from('x')))).toMatchObject({ OriginalStatusCode: 0 });
  });

  it('hands pieces on as they come and tells the container when the caller leaves', async () => {
    let gone: (value: string) => void;
    const left = new Promise<string>((resolve) => (gone = resolve));
    const url = await door((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' });
      response.write('one ');
      response.once('close', () => gone('gone'));
    });
    const leaving = new AbortController();
    const first = await new Promise<string>((resolve) => {
      const signal = leaving.signal;
      const onChunk = (piece: Buffer) => resolve(piece.toString());
      sendRequest({ url: `${url}/invocations`, method: 'POST', body: Buffer.from('x'), timeoutMs: 5_000, signal, onChunk }).catch(() => undefined);
    });
    leaving.abort(new Error('enough'));

    expect([first, await left]).toEqual(['one ', 'gone']);
  });

  it('hands other routes and upgrades on as they are', async () => {
    const target = await container(echo);
    const { port, close } = await openDoor(0, target);
    onTestFinished(close);

    const metrics = await sendRequest({ url: `http://127.0.0.1:${port}/metrics?x=1`, method: 'GET', headers: { 'X-Any': 'y' }, timeoutMs: 1_000 });
    expect(json(metrics)).toMatchObject({ path: '/metrics?x=1', method: 'GET', bytes: 0, headers: { 'x-any': 'y' } });

    const socket = connect(port, '127.0.0.1');
    socket.write('GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const [text] = await new Promise<[Buffer]>((resolve) => socket.once('data', (...data: [Buffer]) => resolve(data)));
    socket.destroy();
    expect(text.toString()).toContain('"path":"/socket"');
  });

  it('takes another port only when nobody asked for one', async () => {
    const target = await container(echo);
    const first = await openDoor(0, target);
    onTestFinished(first.close);

    await expect(openDoorOn(first.port, 1, target)).rejects.toMatchObject({ code: 'SMA_CLI_PORT' });
    const other = await openDoorOn(undefined, first.port, target);
    onTestFinished(other.close);
    expect(other.port).not.toBe(first.port);
  });
});
