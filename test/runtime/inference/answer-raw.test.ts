import { describe, expect, it } from 'vitest';
import { BadRecordError } from '../../../src/runtime/inference';
import { raw } from '../support/definitions';
import { sendRaw, serve } from '../support/serve';

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

  it.each([204, 304])('answers %d without a body, its length and its type', async (status) => {
    const { port } = await serve(raw(() => ({ body: '', status })), { model: 0, spec: octets });

    const answer = await sendRaw(port, 'POST /invocations HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/octet-stream\r\nContent-Length: 0\r\n\r\n');
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).not.toMatch(/content-(length|type)|transfer-encoding/i);
  });

  it('refuses data like a predictor', async () => {
    const { invoke } = await serve(raw(() => { throw new BadRecordError('no image'); }), { model: 0, spec: octets });

    expect(await invoke('x', headers)).toMatchObject({ status: 400, body: '{"code":"SMA_RUN_BAD_RECORD","message":"no image"}' });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined], ['no body', {}], ['an object as body', { body: {} }], ['no HTTP status', { body: '', status: 99 }],
    ['a status that is no number', { body: '', status: '200' }], ['a body with a status that has none', { body: 'x', status: 204 }],
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
