import { expect, it, vi } from 'vitest';
import { GatheredMetrics } from '../../../../src/runtime/inference/processes/gathered-metrics';

/** A snapshot with one count and one state. */
const snapshot = (count: number) => [
  { name: 'answers', type: 'counter', help: 'Answers', values: [{ value: count, labels: { status: '200' } }] },
  { name: 'memory', type: 'gauge', help: 'Memory', values: [{ value: 7, labels: {} }] },
];

it('gives what every process has told', async () => {
  const metrics = new GatheredMetrics();

  expect(await metrics.gather([0, 1], (place, id) => metrics.told(place, id, snapshot(place)))).toEqual([snapshot(0), snapshot(1), []]);
});

it('takes what a busy process has told before', async () => {
  vi.useFakeTimers();
  try {
    const metrics = new GatheredMetrics();
    await metrics.gather([0, 1], (place, id) => metrics.told(place, id, snapshot(place)));
    const gathered = metrics.gather([0, 1, 2], (place, id) => void (place === 0 && metrics.told(place, id, snapshot(8))));
    await vi.advanceTimersByTimeAsync(1_000);

    // The third has never told anything.
    expect(await gathered).toEqual([snapshot(8), snapshot(1), []]);
  } finally {
    vi.useRealTimers();
  }
});

it('keeps questions apart', async () => {
  const metrics = new GatheredMetrics();
  const asked: number[] = [];
  const [one, other] = [metrics.gather([0], (_, id) => void asked.push(id)), metrics.gather([0], (_, id) => void asked.push(id))];
  metrics.told(0, asked[1], snapshot(1));

  expect(await other).toEqual([snapshot(1), []]);
  metrics.told(0, asked[0], snapshot(2));
  expect(await one).toEqual([snapshot(2), []]);
});

it('keeps what processes have counted that ended, and nothing else of them', async () => {
  const metrics = new GatheredMetrics();
  const gather = (count: number) => metrics.gather([0], (place, id) => metrics.told(place, id, snapshot(count)));
  await gather(5);
  metrics.left(0);
  await gather(3);
  metrics.left(0);

  expect(await gather(1)).toEqual([snapshot(1), [{ ...snapshot(0)[0], values: [{ value: 8, labels: { status: '200' } }] }]]);
});
