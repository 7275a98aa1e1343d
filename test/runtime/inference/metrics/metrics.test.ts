import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { prometheusMetrics } from '../../../../src/runtime/inference/metrics';
import { baseFolder } from '../../support/base-folder';
import { CSV, holding } from '../../support/definitions';
import { bundleEntry, start } from '../../support/program';
import { call, serve } from '../../support/serve';

/** Samples of a text of Prometheus by name and labels. */
const samples = (text: string) => new Map(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));

it('/metrics tells requests by status, their times, what is in flight, the queue, the workers and the process', async () => {
  const { definition, holds, open } = holding();
  const serving = await serve(definition, { model: 0, createMetrics: prometheusMetrics });
  serving.model.occupancy = () => ({ workers: 3, busy: 2, queued: 7, replaced: 4, refused: 5 });
  const metrics = async () => samples((await call(serving.port, '/metrics')).body);

  const held = serving.invoke('1', CSV);
  await holds(1);
  expect((await metrics()).get('sm_algorithm_invocations_in_flight')).toBe(1);
  const gone = connect(serving.port, '127.0.0.1');
  gone.write('POST /invocations HTTP/1.1\r\nContent-Type: text/csv\r\nContent-Length: 1\r\n\r\n1');
  await holds(2);
  gone.destroy();
  while ((await metrics()).get('sm_algorithm_invocations_total{status="aborted"}') !== 1);
  open();
  await held;
  await serving.invoke('', CSV);

  let told = await metrics();
  while (told.get('sm_algorithm_invocations_in_flight') !== 0) told = await metrics();
  expect(Object.fromEntries(told)).toMatchObject({
    'sm_algorithm_invocations_total{status="200"}': 1,
    'sm_algorithm_invocations_total{status="400"}': 1,
    'sm_algorithm_invocations_total{status="aborted"}': 1,
    'sm_algorithm_invocation_seconds_count': 3,
    'sm_algorithm_invocation_seconds_bucket{le="480"}': 3,
    'sm_algorithm_queue_length': 7,
    'sm_algorithm_workers': 3,
    'sm_algorithm_workers_busy': 2,
    'sm_algorithm_workers_replaced_total': 4,
    'sm_algorithm_requests_refused_total': 5,
    'process_resident_memory_bytes': expect.any(Number),
  });
});

it('/metrics is there from the beginning, and a text of Prometheus', async () => {
  const { port } = await serve(holding().definition, { createMetrics: prometheusMetrics });

  const reply = await call(port, '/metrics');

  expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } });
  expect(reply.body).toMatch(/^# HELP .*\n# TYPE /);
  expect((await call(port, '/metrics', { method: 'POST' })).status).toBe(405);
});

const MODULE = 'export default { loadModel: () => 0, predict: (model, records) => records };';

it('the entry program has metrics when the definition asks for them', async () => {
  const { says } = start(await bundleEntry('serve.ts', MODULE, { metrics: true }), { SAGEMAKER_BASE_DIR: baseFolder({ 'model/m': '1' }), SAGEMAKER_BIND_TO_PORT: '0' });
  const port = Number((await says(/on 0\.0\.0\.0:(\d+); the model is loading/))[1]);

  expect(await call(port, '/metrics')).toMatchObject({ status: 200, body: expect.stringContaining('process_start_time_seconds') });
});

it('the entry program has neither metrics nor their library when it does not', async () => {
  const program = await bundleEntry('serve.ts', MODULE);
  const { says } = start(program, { SAGEMAKER_BASE_DIR: baseFolder({ 'model/m': '1' }), SAGEMAKER_BIND_TO_PORT: '0' });
  const port = Number((await says(/on 0\.0\.0\.0:(\d+); the model is loading/))[1]);

  expect((await call(port, '/metrics')).status).toBe(404);
  expect(readFileSync(program, 'utf8')).not.toContain('prom-client');
});
