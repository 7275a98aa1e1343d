import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { adding, CSV, holding, JSON_LINES, JSON_TYPE } from '../support/definitions';
import { serve } from '../support/serve';

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
    for (const part of ['1,', '2\n3', ',4\n']) await new Promise((written) => req.write(part, written));
    req.end();
    const [res] = await once(req, 'response');

    expect(Buffer.concat(await res.toArray()).toString()).toBe('3\n7\n');
  });

  it('of 128 requests at a time are not mixed up', async () => {
    const { definition, holds, open } = holding();
    const { invoke } = await serve(definition, { model: 0 });
    const replies = Promise.all(Array.from({ length: 128 }, (_, index) => invoke(`${index}\n`, CSV)));

    await holds(128);
    open();

    expect((await replies).map((reply) => reply.body)).toEqual(Array.from({ length: 128 }, (_, index) => `${index}\n`));
  });
});

it('a definition on records refuses to start with a type that it cannot decode or encode', async () => {
  await expect(serve(adding, { spec: { contentTypes: ['image/png'] } })).rejects.toMatchObject({
    code: 'SMA_RUN_NO_CODEC',
    message: 'the algorithm declares image/png, but records are read and written in these types only: text/csv, application/json, application/jsonlines, application/jsonl, application/x-jsonlines, '
      + 'application/x-npy, application/octet-stream',
  });
});
