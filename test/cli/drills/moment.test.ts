import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { momentInWords, momentOf } from '../../../src/cli/drills/moment';
import { resumption } from '../../../src/cli/simulator/resumption';

const LOSS = [{ name: 'loss', regex: 'loss=([0-9.]+)' }];
const line = (text: string) => ({ text });

describe('the moment of a drill', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is the first line with a metric, or the first line where there is none', () => {
    const metric = momentOf(LOSS);
    metric.onLine(line('reading'));
    expect(metric.signal.aborted).toBe(false);
    metric.onLine(line('loss=0.5'));
    expect(metric.signal.aborted).toBe(true);

    const first = momentOf([]);
    first.onLine(line('reading'));
    expect(first.signal.aborted).toBe(true);
  });

  it('is so many seconds after the first line, unless nobody waits any more', async () => {
    const [waited, left] = [momentOf(LOSS, 2), momentOf(LOSS, 2)];
    for (const moment of [waited, left]) moment.onLine(line('reading'));
    left.over();

    await vi.advanceTimersByTimeAsync(1_999);
    expect(waited.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(2);

    expect([waited.signal.aborted, left.signal.aborted]).toEqual([true, false]);
    expect([momentInWords(), momentInWords(2)]).toEqual(['the first line with a metric', '2 s after the first line']);
  });
});

describe('what shows that a job went on', () => {
  const log = (...texts: string[]) => ({ lines: texts.map((text) => ({ text, stream: 'stdout' as const, atMs: 0 })) });
  const hasLoss = (text: string) => text.includes('loss=');

  it('is fewer lines with metrics, or a line that says so', () => {
    expect(resumption(hasLoss, log('loss=1', 'loss=2'), log('loss=2'))).toBe('1 lines with metrics instead of 2');
    expect(resumption(hasLoss, log('loss=1'), log('Resumed at 3', 'loss=1'))).toBe('it says: Resumed at 3');
    expect(resumption(hasLoss, log('continuing', 'loss=1'), log('continuing', 'loss=1'))).toBeUndefined();
  });
});
