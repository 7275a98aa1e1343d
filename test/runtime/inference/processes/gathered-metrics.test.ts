import { expect, it, vi } from 'vitest';
import { GatheredMetrics } from '../../../../src/runtime/inference/processes/gathered-metrics';

it('gives what every process has told', async () => {
  const metrics = new GatheredMetrics();

  expect(await metrics.gather([0, 1], (place, id) => metrics.told(place, id, `of ${place}`))).toEqual(['of 0', 'of 1']);
  expect(await metrics.gather([], () => {})).toEqual([]);
});

it('takes what a busy process has told before', async () => {
  vi.useFakeTimers();
  try {
    const metrics = new GatheredMetrics();
    await metrics.gather([0, 1], (place, id) => metrics.told(place, id, `first of ${place}`));
    const gathered = metrics.gather([0, 1, 2], (place, id) => void (place === 0 && metrics.told(place, id, 'second of 0')));
    await vi.advanceTimersByTimeAsync(1_000);

    // The third has never told anything.
    expect(await gathered).toEqual(['second of 0', 'first of 1']);
  } finally {
    vi.useRealTimers();
  }
});

it('keeps questions apart', async () => {
  const metrics = new GatheredMetrics();
  const asked: number[] = [];
  const [one, other] = [metrics.gather([0], (_, id) => void asked.push(id)), metrics.gather([0], (_, id) => void asked.push(id))];
  metrics.told(0, asked[1], 'newer');

  expect(await other).toEqual(['newer']);
  metrics.told(0, asked[0], 'newest');
  expect(await one).toEqual(['newest']);
});
