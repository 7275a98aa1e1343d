import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StallWatch } from '../../../../src/runtime/training/channels/stall-watch';
import { world } from '../../support/channels';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.restoreAllMocks().useRealTimers());

function watching(waitMaxMs = 600_000) {
  const { log, text } = world();
  const giveUp = vi.fn();
  return { watch: new StallWatch(waitMaxMs, 'channel training, epoch 0: waiting for it', log, giveUp), giveUp, notes: () => text().match(/waiting for it for \d+ s/g) ?? [] };
}

it('tells the log of a wait after 10 s, then less and less often', () => {
  const { watch, notes, giveUp } = watching();
  watch.waits();
  vi.advanceTimersByTime(100_000);

  expect(notes()).toEqual(['waiting for it for 10 s', 'waiting for it for 20 s', 'waiting for it for 40 s', 'waiting for it for 80 s']);
  expect(giveUp).not.toHaveBeenCalled();
  watch.end();
});

it('tells nothing while data comes, or nobody wants any', () => {
  const { watch, notes, giveUp } = watching(20_000);
  for (let second = 0; second < 30; second += 5) {
    watch.waits();
    vi.advanceTimersByTime(5_000);
  }
  watch.rests();
  vi.advanceTimersByTime(1_000_000);

  expect(notes()).toEqual([]);
  expect(giveUp).not.toHaveBeenCalled();
  watch.end();
});

const looked = (): Promise<void> => new Promise(setImmediate);

it('gives up after the longest wait, and not once it has ended', async () => {
  const { watch, giveUp } = watching(20_000);
  watch.waits();
  vi.advanceTimersByTime(19_000);
  await looked();
  expect(giveUp).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  await looked();
  expect(giveUp).toHaveBeenCalledTimes(1);

  watch.end();
  vi.advanceTimersByTime(100_000);
  await looked();
  expect(giveUp).toHaveBeenCalledTimes(1);
});

it('does not give up on data that can be read by now', async () => {
  const { watch, giveUp } = watching(20_000);
  watch.waits();
  vi.advanceTimersByTime(20_000);
  watch.waits();
  await looked();

  expect(giveUp).not.toHaveBeenCalled();
  watch.end();
});

it('counts no time in which the event loop is held', async () => {
  const { watch, giveUp, notes } = watching(20_000);
  let heldMs = 0;
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + heldMs);
  watch.waits();
  vi.advanceTimersByTime(5_500);
  heldMs += 1_000_000;
  vi.advanceTimersByTime(4_000);
  expect(notes()).toEqual([]);
  vi.advanceTimersByTime(9_000);
  await looked();
  expect(notes()).toEqual(['waiting for it for 10 s']);
  expect(giveUp).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  await looked();
  expect(giveUp).toHaveBeenCalledTimes(1);
  watch.end();
});
