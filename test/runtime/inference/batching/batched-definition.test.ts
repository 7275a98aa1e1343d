import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { BadRecordError, type InvocationContext } from '../../../../src/runtime/inference';
import { abortReason } from '../../../../src/runtime/inference/abortable-caller';
import { batchedDefinition } from '../../../../src/runtime/inference/batching/batched-definition';
import { predictBy } from '../../../../src/runtime/inference/records';
import { createLog } from '../../../../src/runtime/shared/log';
import { CSV, JSON_TYPE, predicting, raw, sum } from '../../support/definitions';
import { serve } from '../../support/serve';

type Predict = Parameters<typeof predicting>[0];

const LOG = createLog(() => {});

/** A server in this thread that predicts up to 4 requests together; how many records each call had. */
async function batching(predict: Predict, maxWaitMs = 60_000) {
  const sizes: number[] = [];
  const definition = predicting((records, context) => {
    sizes.push(records.length);
    return predict(records, context);
  });
  const { invoke } = await serve(batchedDefinition(definition, { maxRequests: 4, maxWaitMs }, LOG), { model: 0 });
  const all = (bodies: readonly string[], headers: Record<string, string> = { ...CSV, Accept: 'text/csv' }) =>
    Promise.all(bodies.map((body) => invoke(body, headers)));
  return { sizes, all };
}

const sums: Predict = (records) => records.map(sum);

describe('requests that arrive together', () => {
  it('are predicted by one call, and each gets the predictions of its own records in their order', async () => {
    const { sizes, all } = await batching(sums);

    expect((await all(['1\n2', '3', '4\n5\n6', '7'])).map(({ body }) => body)).toEqual(['1\n2\n', '3\n', '4\n5\n6\n', '7\n']);
    expect(sizes).toEqual([7]);
  });

  it('are not kept in memory until the end of a wait that has become needless', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const batched = batchedDefinition(predicting(sums), { maxRequests: 2, maxWaitMs: 60_000 }, LOG);
    const request = { contentType: 'text/csv', accept: 'text/csv' } as InvocationContext;

    await Promise.all([predictBy(batched, 0, [['1']], request), predictBy(batched, 0, [['2']], request)]);

    expect(vi.getTimerCount()).toBe(0);
  });

  it('do not wait for more than their time', async () => {
    const { sizes, all } = await batching(sums, 20);

    expect((await all(['1', '2'])).map(({ body }) => body)).toEqual(['1\n', '2\n']);
    expect(sizes.length).toBeLessThanOrEqual(2);
  });

  it('are predicted apart where their types differ', async () => {
    const { sizes, all } = await batching(sums, 200);

    const [text, json] = await Promise.all([all(['1', '2']), all(['[[3]]', '[[4]]'], { ...JSON_TYPE, Accept: 'text/csv' })]);

    expect([...text, ...json].map(({ body }) => body)).toEqual(['1\n', '2\n', '3\n', '4\n']);
    expect(sizes).toEqual([2, 2]);
  });

  it('do not suffer from the bad record of one of them', async () => {
    const { all } = await batching((records) => {
      const bad = records.findIndex((record) => sum(record) === 3);
      if (bad >= 0) throw new BadRecordError('is three', bad);
      return records.map(sum);
    });

    const [one, two, three, four] = await all(['1', '2\n3', '3', '4']);

    expect([one, four].map(({ body }) => body)).toEqual(['1\n', '4\n']);
    expect(two).toMatchObject({ status: 200, body: '2\nERROR\n' });
    expect(three).toMatchObject({ status: 400, body: expect.stringContaining('is three') });
  });

  it('do not suffer from an error of one of them', async () => {
    const { all } = await batching((records) => {
      if (records.some((record) => sum(record) === 3)) throw new Error('three');
      return records.map(sum);
    });

    expect((await all(['1', '2', '3', '4'])).map(({ status }) => status)).toEqual([200, 200, 500, 200]);
  });

  it('are told of predictions that are too few', async () => {
    const { all } = await batching(() => []);

    expect((await all(['1', '2', '3', '4'])).map(({ status }) => status)).toEqual([500, 500, 500, 500]);
  });

  it('have types in common, and nothing that only one of them says', async () => {
    const seen: unknown[] = [];
    const { all } = await batching((records, { contentType, accept, customAttributes, inferenceId, sessionId, consumedUnits, signal }) => {
      seen.push({ contentType, accept, customAttributes, inferenceId, sessionId, consumedUnits, aborted: signal.aborted });
      return records.map(sum);
    });
    await all(['1', '2', '3', '4'], { ...CSV, 'Accept': 'text/csv', 'X-Amzn-SageMaker-Inference-Id': 'a' });

    expect(seen).toEqual([{ contentType: 'text/csv', accept: 'text/csv', consumedUnits: 4, aborted: false }]);
  });

  it('have a signal that says why the last caller does not wait any more', async () => {
    const signals: AbortSignal[] = [];
    const batched = batchedDefinition(predicting((records, { signal }) => {
      signals.push(signal);
      return records;
    }), { maxRequests: 2, maxWaitMs: 60_000 }, LOG);
    const callers = [new AbortController(), new AbortController()];
    const request = ({ signal }: AbortController) => ({ contentType: 'text/csv', accept: 'text/csv', signal }) as InvocationContext;
    await Promise.all(callers.map((caller) => predictBy(batched, 0, [['1']], request(caller))));

    callers[0].abort();
    expect(signals[0].aborted).toBe(false);
    callers[1].abort(abortReason('late'));
    expect(signals[0].reason).toMatchObject({ name: 'TimeoutError' });
  });

  it.each<[string, (context: Parameters<Predict>[1]) => void]>([
    ['custom attributes', (context) => context.setCustomAttributes('x')],
    ['a session', (context) => context.startSession('x', new Date())],
    ['units', (context) => { context.consumedUnits = 3; }],
  ])('cannot be given %s: SMA_RUN_BATCHED', async (_what, say) => {
    const thrown: unknown[] = [];
    const { all } = await batching((records, context) => {
      try {
        say(context);
      } catch (error) {
        thrown.push((error as { code: string }).code);
      }
      return records.map(sum);
    });
    await all(['1', '2', '3', '4']);

    expect(thrown).toEqual(['SMA_RUN_BATCHED']);
  });
});

it('needs a definition on records', () => {
  expect(() => batchedDefinition(raw(() => ({ body: '' })), { maxRequests: 2, maxWaitMs: 0 }, LOG))
    .toThrowError(expect.objectContaining({ code: 'SMA_RUN_BATCHING' }));
});
