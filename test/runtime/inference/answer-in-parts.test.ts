import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { BadRecordError } from '../../../src/runtime/inference';
import { CSV, JSON_LINES, predicting, raw, sum } from '../support/definitions';
import { serve } from '../support/serve';

const MIB = 1024 * 1024;
const LINES = 50_000;
/** A wide column that adds nothing. */
const WIDE = '0'.repeat(100);
/** More than 5 MB. */
const lines = (render: (index: number) => string, count = LINES): string => Array.from({ length: count }, (_, index) => render(index)).join('');

/** Adds up columns, and remembers how many records it was given at once. */
function counting() {
  const calls: number[] = [];
  const definition = predicting((records) => {
    calls.push(records.length);
    return records.map((record) => Number.isNaN(sum(record)) ? new BadRecordError('is no number') : sum(record));
  });
  return { definition, calls };
}

describe('a long body', () => {
  it.each<[string, Record<string, string>, (index: number) => string, string, string, string]>([
    ['CSV', CSV, (index) => `${index},1,${WIDE}\n`, '', '\n', ''],
    ['CSV to JSON', { ...CSV, Accept: 'application/json' }, (index) => `${index},1,${WIDE}\n`, '{"predictions":[', ',', ']}'],
    ['JSON Lines', JSON_LINES, (index) => `[${index}, 1, "${WIDE}"]\n`, '', '\n', ''],
  ])('is predicted in parts and answered as one: %s', async (_case, headers, line, start, between, end) => {
    const { definition, calls } = counting();
    const { invoke } = await serve(definition, { model: 0, bodyMaxBytes: 25 * MIB });
    const expected = Array.from({ length: LINES }, (_, index) => String(index + 1)).join(between);

    const reply = await invoke(lines(line), headers);

    expect(reply).toMatchObject({ status: 200, headers: { 'transfer-encoding': 'chunked' } });
    expect(reply.body === `${start}${expected}${between === '\n' ? '\n' : ''}${end}`).toBe(true);
    expect(calls.length).toBeGreaterThan(3);
    expect(calls.reduce((total, count) => total + count)).toBe(LINES);
  });

  it('has placeholders for bad records in their places', async () => {
    const { invoke } = await serve(counting().definition, { model: 0, bodyMaxBytes: 25 * MIB });

    const { body } = await invoke(lines((index) => index % 10_000 === 7 ? 'x,1\n' : index % 10_000 === 9 ? '"a"b\n' : `${index},1,${WIDE}\n`), CSV);

    const answers = body.split('\n');
    expect(answers).toHaveLength(LINES + 1);
    expect(answers.flatMap((answer, index) => answer === 'ERROR' ? [index] : [])).toEqual(
      Array.from({ length: 5 }, (_, block) => [block * 10_000 + 7, block * 10_000 + 9]).flat(),
    );
    expect(answers.findIndex((answer, index) => answer !== 'ERROR' && index < LINES && answer !== String(index + 1))).toBe(-1);
  });

  it.each<[string, Parameters<typeof serve>[1], Record<string, string>]>([
    ['the answer says what it consumed', { spec: { metering: { dimension: 'd' } } }, CSV],
    ['the answer has to know the count', { spec: { responseTypes: ['application/x-npy'] } }, CSV],
  ])('is predicted whole where %s', async (_case, options, headers) => {
    const { definition, calls } = counting();
    const { invoke } = await serve(definition, { ...options, model: 0, bodyMaxBytes: 25 * MIB });

    expect((await invoke(lines((index) => `${index},1,${WIDE}\n`), headers)).status).toBe(200);
    expect(calls).toEqual([LINES]);
  });

  it('over the limit is refused whether it says its length or not', async () => {
    const { port } = await serve(counting().definition, { model: 0, bodyMaxBytes: 5 * MIB });
    const body = lines((index) => `${index},1,${WIDE}\n`);

    for (const length of [{ 'Content-Length': String(body.length) }, { 'Transfer-Encoding': 'chunked' }]) {
      const req = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST', headers: { ...CSV, ...length }, agent: false });
      // The server closes the connection under what is still being sent.
      req.on('error', () => {}).end(body);
      const [res] = await once(req, 'response');
      res.on('error', () => {}).resume();
      expect(res.statusCode).toBe(413);
    }
  });

  it('is refused with a status when its first part is', async () => {
    const { port } = await serve(counting().definition, { model: 0, bodyMaxBytes: 25 * MIB, spec: { badRecords: 'refuse' } });
    const req = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST', headers: CSV, agent: false });
    const closed = once(req, 'close');
    req.end(lines((index) => index === 5 ? 'x\n' : `${index},1,${WIDE}\n`));

    const [res] = await once(req, 'response');

    expect(res.statusCode).toBe(400);
    expect(JSON.parse(String(Buffer.concat(await res.toArray())))).toMatchObject({ code: 'SMA_RUN_BAD_RECORD', message: 'record 6: is no number' });
    // Without an error: what is left of the body has been read.
    await closed;
  });

  it('is answered as one when it is short after all', async () => {
    const { definition, calls } = counting();
    const { port } = await serve(definition, { model: 0, bodyMaxBytes: Infinity });
    const send = async (body: string) => {
      const headers = { ...CSV, 'Transfer-Encoding': 'chunked' };
      const req = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST', headers, agent: false });
      req.end(body);
      const [res] = await once(req, 'response');
      return { status: res.statusCode, length: res.headers['content-length'], body: Buffer.concat(await res.toArray()).toString() };
    };

    expect(await send('1,2\n3,4')).toEqual({ status: 200, length: '4', body: '3\n7\n' });
    expect(await send('')).toMatchObject({ status: 400 });
    expect(calls).toEqual([2]);
  });

  it('of a caller who reads nothing before he has sent everything is answered', async () => {
    const { port } = await serve(predicting((records) => records.map(() => 'x'.repeat(400))), { model: 0, bodyMaxBytes: Infinity });
    const body = lines((index) => `${index},1,${WIDE}\n`);
    const socket = connect(port, '127.0.0.1').pause();
    socket.write('POST /invocations HTTP/1.1\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n');
    await new Promise((sent) => socket.write(`${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`, sent));

    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => void (text += chunk)).resume();
    await once(socket, 'close');
    expect(text.match(/x{400}/g)).toHaveLength(LINES);
    expect(text.endsWith('0\r\n\r\n')).toBe(true);
  });

  it('of a caller who goes away is not predicted to its end', async () => {
    const { definition, calls } = counting();
    const { port, log, ping } = await serve(definition, { model: 0, bodyMaxBytes: Infinity });
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.write('POST /invocations HTTP/1.1\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n');
    const body = lines((index) => `${index},1,${WIDE}\n`);
    socket.write(`${body.length.toString(16)}\r\n${body}\r\n`);
    await once(socket, 'data');

    socket.destroy();

    while (!log().includes('DEBUG')) await ping();
    expect(log()).not.toContain('ERROR');
    expect(calls.reduce((total, count) => total + count)).toBeLessThan(LINES);
  });

  it('of raw inference is read whole', async () => {
    const { invoke } = await serve(raw(({ body }) => ({ body: String(body.length) })), { model: 0, bodyMaxBytes: 25 * MIB });

    expect((await invoke(lines(() => 'x\n', 3 * MIB), CSV)).body).toBe(String(6 * MIB));
  });
});
