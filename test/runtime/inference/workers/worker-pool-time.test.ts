import { writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { InvocationRequest } from '../../../../src/runtime/inference/answering';
import { WorkerPool } from '../../../../src/runtime/inference/workers/worker-pool';
import { createLog } from '../../../../src/runtime/shared/log';
import { tmpDir } from '../../../support/tmp-dir';

/** Says what it has been given, and answers when it is told to stop. */
const PATIENT = `
  const { parentPort } = require('node:worker_threads');
  const ids = [];
  parentPort.on('message', ({ type, requests }) => {
    if (type === 'work') {
      ids.push(...requests.map(({ id }) => id));
      parentPort.postMessage({ type: 'log', text: 'given ' + ids.length });
    } else if (type === 'stop') {
      for (const id of ids) parentPort.postMessage({ type: 'answered', id, answer: { status: 200, contentType: 'text/csv', body: 'done' } });
    }
  });
  parentPort.postMessage({ type: 'ready', byRecord: true });
`;

const REQUEST: InvocationRequest = {
  contentType: 'text/csv', accept: 'text/csv', contentTypeHeader: undefined, body: Buffer.from('1'), customAttributes: undefined,
  inferenceId: undefined, sessionId: undefined,
};

/** A worker that has been given two requests, one 5 s after the other, each with 60 s. */
async function batchOfTwo() {
  const program = `${tmpDir()}/patient.js`;
  writeFileSync(program, PATIENT);
  let given = (): void => {};
  const isGiven = new Promise<void>((resolve) => { given = resolve; });
  const pool = new WorkerPool({
    program, workers: 1, queueMax: 8, batching: { maxRequests: 2, maxWaitMs: 10_000 }, timeoutMs: 60_000, write: given,
    log: createLog(() => {}), broken: () => {},
  });
  await pool.start();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const caller = { signal: new AbortController().signal };
  const early = pool.answer(REQUEST, caller);
  vi.advanceTimersByTime(5_000);
  const later = pool.answer(REQUEST, caller);
  await isGiven;
  vi.advanceTimersByTime(58_000);
  await expect(early).rejects.toMatchObject({ code: 'SMA_RUN_TIMEOUT' });
  return { pool, later };
}

describe('a request of a batch whose time is up', () => {
  it('costs no other one the time that it still has', async () => {
    const { pool, later } = await batchOfTwo();

    pool.stop();

    expect(await later).toMatchObject({ body: 'done' });
  });

  it('costs its worker once the time of all is up', async () => {
    const { pool, later } = await batchOfTwo();

    vi.advanceTimersByTime(4_000);

    await expect(later).rejects.toMatchObject({ code: 'SMA_RUN_TIMEOUT' });
    await vi.waitFor(() => expect(pool.occupancy().replaced).toBe(1));
  });
});
