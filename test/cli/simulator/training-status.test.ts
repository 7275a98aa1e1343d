import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostOutcome } from '../../../src/cli/engine/hosts/hosts-job';
import { JobStatus } from '../../../src/cli/simulator/job-status';
import { RuntimeLimit } from '../../../src/cli/simulator/runtime-limit';
import { failingHost, statusOf } from '../../../src/cli/simulator/training-end';
import { optMlPaths } from '../../../src/contract/opt-ml';

const host = (outcome: Partial<HostOutcome> & { readonly code: number }): HostOutcome => ({
  name: 'algo-1', timedOut: false, abandoned: false, durationMs: 10, endedAt: 10, lines: [], pipes: [], paths: optMlPaths('/nowhere'),
  strangeModelEntries: [], writtenElsewhere: [], ended: { exitCode: outcome.code }, ...outcome,
});

describe('the end of a job', () => {
  it('is that of the first host that ended badly by itself', () => {
    const outcomes = [host({ code: 1, endedAt: 30 }), host({ code: 137, endedAt: 5, abandoned: true }), host({ code: 2, endedAt: 20 })];

    expect(failingHost(outcomes)).toBe(outcomes[2]);
    expect(statusOf(outcomes, false)).toBe('Failed');
  });

  it('is Stopped whatever the codes, unless all had ended before', () => {
    expect(statusOf([host({ code: 143, signalledAtMs: 4 })], true)).toBe('Stopped');
    expect(statusOf([host({ code: 0, signalledAtMs: 4 })], true)).toBe('Stopped');
    expect(statusOf([host({ code: 0 })], true)).toBe('Completed');
    expect(statusOf([host({ code: 1 })], true)).toBe('Failed');
  });
});

describe('secondary statuses', () => {
  it('have times, the last one without an end', () => {
    let now = 0;
    const status = new JobStatus(() => (now += 5));

    status.enter('Starting');
    status.enter('Training');
    status.enter('Failed', 'no rows');

    expect(status.current).toBe('Failed');
    expect(status.transitions).toEqual([
      { status: 'Starting', startedAt: 5, endedAt: 10 },
      { status: 'Training', startedAt: 10, endedAt: 15 },
      { status: 'Failed', startedAt: 15, message: 'no rows' },
    ]);
  });
});

describe('MaxRuntimeInSeconds', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('counts the times of all starts together, and nothing in between', () => {
    const limit = new RuntimeLimit(10);

    limit.start();
    vi.advanceTimersByTime(6_000);
    limit.pause();
    limit.pause();
    vi.advanceTimersByTime(60_000);
    limit.start();
    vi.advanceTimersByTime(3_900);
    expect(limit.signal.aborted).toBe(false);
    vi.advanceTimersByTime(200);

    expect(limit.signal.aborted).toBe(true);
  });

  it('takes the longest time that the service allows', () => {
    const limit = new RuntimeLimit(2_419_200);

    limit.start();
    vi.advanceTimersByTime(1_000);
    limit.pause();

    expect(limit.signal.aborted).toBe(false);
  });
});
