import { expect, it } from 'vitest';
import { adding } from '../support/definitions';
import { call, serve } from '../support/serve';

it('/execution-parameters tells what the definition says', async () => {
  const executionParameters = { maxConcurrentTransforms: 4, batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 20 } as const;
  const { port } = await serve(adding, { spec: { executionParameters } });

  const reply = await call(port, '/execution-parameters');

  expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(reply.body)).toEqual({ MaxConcurrentTransforms: 4, BatchStrategy: 'MULTI_RECORD', MaxPayloadInMB: 20 });
  expect(await call(port, '/execution-parameters', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  expect(await call(port, '/execution-parameters', { method: 'POST' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
});

it('/execution-parameters is not there when the definition leaves them to the job', async () => {
  const { port } = await serve(adding);

  expect((await call(port, '/execution-parameters')).status).toBe(404);
});
