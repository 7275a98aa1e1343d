import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { BadRecordError } from '../../../src/runtime/inference';
import { adding, CSV, holding, JSON_TYPE, predicting } from '../support/definitions';
import { ODD_ERRORS } from '../support/odd-errors';
import { serve } from '../support/serve';

describe('an invocation before the model is loaded', () => {
  it('is answered with 503 and told to come back', async () => {
    const { invoke } = await serve(adding);

    const reply = await invoke('1,2', CSV);

    expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '1', 'content-type': 'application/json' } });
    expect(JSON.parse(reply.body).code).toBe('SMA_RUN_LOADING');
  });
});

describe('a predictor', () => {
  it('sees a CSV record as texts and a JSON record as its value', async () => {
    const seen: unknown[] = [];
    const { invoke } = await serve(predicting((records) => {
      seen.push(...records);
      return records.map(() => 0);
    }), { model: 0 });

    await invoke('5.1,"a b"\n', CSV);
    await invoke('[{"a":null}]', JSON_TYPE);

    expect(seen).toEqual([['5.1', 'a b'], { a: null }]);
  });

  it('sees the facts of the request', async () => {
    let seen: object = {};
    const { invoke } = await serve(predicting((records, { contentType, accept, customAttributes, inferenceId, signal }) => {
      seen = { contentType, accept, customAttributes, inferenceId, aborted: signal.aborted };
      return records;
    }), { model: 0 });

    await invoke('1', { 'Content-Type': 'text/csv; header=absent', 'Accept': 'application/*', 'X-Amzn-SageMaker-Custom-Attributes': 'trace=7', 'X-Amzn-SageMaker-Inference-Id': 'id-1', 'X-Amzn-Decoy': 'x' });
    expect(seen).toEqual({ contentType: 'text/csv', accept: 'application/json', customAttributes: 'trace=7', inferenceId: 'id-1', aborted: false });

    await invoke('1');
    expect(seen).toEqual({ contentType: 'text/csv', accept: 'text/csv', customAttributes: undefined, inferenceId: undefined, aborted: false });
  });

  it('refuses data with a message for the caller', async () => {
    const { invoke, log } = await serve(predicting(() => { throw new BadRecordError('petal length is "abc"', 0); }), { model: 0 });

    const reply = await invoke('1\n', CSV);

    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toEqual({ code: 'SMA_RUN_BAD_RECORD', message: 'record 1: petal length is "abc"' });
    expect(log()).toBe('');
  });

  it.each<[string, () => unknown]>([
    ['throws', () => { throw new Error('secret of /opt/program/serve.js'); }],
    ['rejects', () => Promise.reject(new Error('secret of /opt/program/serve.js'))],
  ])('that %s is answered with 500 and no details, which the log has', async (_case, fail) => {
    const { invoke, log, ping } = await serve(predicting(fail), { model: 0 });

    const reply = await invoke('1', CSV);

    expect(reply.status).toBe(500);
    expect(JSON.parse(reply.body)).toEqual({ code: 'SMA_RUN_PREDICTION_FAILED', message: 'the prediction failed; the log of the endpoint has the reason' });
    expect(log()).toMatch(/ERROR an invocation failed\n {4}Error: secret of .*\n\s+at /);
    expect((await ping()).status).toBe(200);
  });

  it.each(ODD_ERRORS)('that throws something odd is answered with 500: %s', async (_case, make) => {
    const { invoke, log } = await serve(predicting(() => { throw make(); }), { model: 0 });

    expect(await invoke('1', CSV)).toMatchObject({ status: 500, body: expect.stringContaining('SMA_RUN_PREDICTION_FAILED') });
    expect(log()).toContain('ERROR an invocation failed');
  });

  it('that refuses data without text is answered with 400', async () => {
    const { invoke } = await serve(predicting(() => { throw Object.assign(new BadRecordError(''), { message: Symbol('rows') }); }), { model: 0 });

    expect(await invoke('1', CSV)).toMatchObject({ status: 400, body: '{"code":"SMA_RUN_BAD_RECORD","message":"Symbol(rows)"}' });
  });

  it.each<[string, unknown, RegExp]>([
    ['too few predictions', [1], /predict gave 1 predictions for 2 records/],
    ['too many predictions', [1, 2, 3], /predict gave 3 predictions for 2 records/],
    ['no array', 'ab', /predict gave string, not an array/],
    ['nothing', undefined, /predict gave undefined, not an array/],
    ['what CSV cannot hold', [{}, {}], /text\/csv holds scalars/],
    ['what JSON cannot hold', [1n, 2n], /BigInt/],
  ])('that gives %s is answered with 500, and the log says why', async (_case, predictions, reason) => {
    const { invoke, log } = await serve(predicting(() => predictions), { model: 0 });
    const accept = reason.source.includes('BigInt') ? 'application/json' : 'text/csv';

    const reply = await invoke('1\n2\n', { ...CSV, Accept: accept });

    expect(reply.status).toBe(500);
    expect(JSON.parse(reply.body).code).toBe('SMA_RUN_PREDICTION_FAILED');
    expect(log()).toMatch(reason);
    expect(log().includes('SMA_RUN_PREDICTIONS')).toBe(!reason.source.includes('BigInt'));
  });

  it('sends custom attributes back only if it says so', async () => {
    const { invoke } = await serve(predicting((records, context) => {
      if (records.length > 1) context.setCustomAttributes(`seen ${context.customAttributes}`);
      return records;
    }), { model: 0 });
    const headers = { ...CSV, 'X-Amzn-SageMaker-Custom-Attributes': 'a b' };

    expect((await invoke('1\n', headers)).headers).not.toHaveProperty('x-amzn-sagemaker-custom-attributes');
    expect(await invoke('1\n2\n', headers)).toMatchObject({ status: 200, headers: { 'x-amzn-sagemaker-custom-attributes': 'seen a b', 'content-type': 'text/csv' } });
  });

  it.each(['x'.repeat(1025), 'a\r\nb', 'ü'])('cannot send %j as custom attributes', async (value) => {
    const { invoke, log } = await serve(predicting((records, context) => {
      context.setCustomAttributes(value);
      return records;
    }), { model: 0 });

    expect((await invoke('1', CSV)).status).toBe(500);
    expect(log()).toContain('SMA_RUN_CUSTOM_ATTRIBUTES');
  });

  it('learns that the caller has gone away', async () => {
    const predictions = new EventEmitter();
    const { port } = await serve(predicting(async (records, { signal }) => {
      predictions.emit('begun');
      await once(signal, 'abort');
      predictions.emit('given up');
      return records;
    }), { model: 0 });
    const begun = once(predictions, 'begun');
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 1\r\n\r\n1');
    await begun;

    const givenUp = once(predictions, 'given up');
    socket.destroy();

    await givenUp;
  });

  it('that waits does not hold up pings', async () => {
    const { definition, holds, open } = holding();
    const { invoke, ping } = await serve(definition, { model: 0 });
    const busy = Promise.all(Array.from({ length: 32 }, () => invoke('1', CSV)));
    await holds(32);

    expect((await ping()).status).toBe(200);

    open();
    expect((await busy).map((reply) => reply.status)).toEqual(Array.from({ length: 32 }, () => 200));
  });
});
