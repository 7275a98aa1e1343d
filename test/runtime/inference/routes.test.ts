import { describe, expect, it } from 'vitest';
import { adding } from '../support/definitions';
import { call, serve } from '../support/serve';

describe('paths and methods', () => {
  it.each(['/', '/execution-parameters', '/ping/', '/invocations/x', '/models'])('answers %s with 404', async (path) => {
    const { port } = await serve(adding, { model: 0 });

    const reply = await call(port, path);

    expect(reply.status).toBe(404);
    expect(JSON.parse(reply.body)).toEqual({ code: 'SMA_RUN_NOT_FOUND', message: `there is no ${path}` });
    expect((await call(port, '/ping')).status).toBe(200);
  });

  it.each([['GET', '/invocations', 'POST'], ['PUT', '/invocations', 'POST'], ['DELETE', '/ping', 'GET, HEAD, POST']])('answers %s %s with 405', async (method, path, allow) => {
    const { port } = await serve(adding, { model: 0 });

    const reply = await call(port, path, { method });

    expect(reply).toMatchObject({ status: 405, headers: { allow, 'content-type': 'application/json' } });
    expect(JSON.parse(reply.body).code).toBe('SMA_RUN_METHOD');
  });
});
