import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/runtime/shared/log';
import { createProgress, duration, type ProgressOptions } from '../../../src/runtime/training/progress';
import { ONE_CHANNEL } from '../support/base-folder';
import { live } from '../support/live';

/** Progress by a clock that only goes on when it is told to. */
function progressing(options: ProgressOptions) {
  let clock = 1_000;
  const lines: string[] = [];
  const progress = createProgress(options, createLog((text) => void lines.push(text.replace(/^\S+ INFO /, '').trimEnd())), () => clock);
  return {
    progress,
    lines,
    /** Does that many steps, each taking that long. */
    steps(count: number, seconds: number) {
      for (let step = 0; step < count; step++) {
        clock += seconds * 1000;
        progress.add();
      }
    },
  };
}

describe('progress', () => {
  it('tells share, rate and time to go, at most every 30 s', () => {
    const { lines, steps } = progressing({ total: 100, unit: 'epochs' });
    steps(14, 5);

    expect(lines).toEqual(['6 of 100 epochs (6 %), 12 epochs/min, about 7 min 50 s to go', '12 of 100 epochs (12 %), 12 epochs/min, about 7 min 20 s to go']);
  });

  it('goes by the rate since the last line', () => {
    const { lines, steps } = progressing({ total: 1000, everySeconds: 10 });
    steps(1, 10);
    steps(50, 0.2);

    expect(lines).toEqual(['1 of 1000 steps (0 %), 6 steps/min, about 2 h 47 min to go', '51 of 1000 steps (5 %), 5 steps/s, about 3 min 10 s to go']);
  });

  it('tells no time to go when the total is unknown or reached', () => {
    const unknown = progressing({ unit: 'rows' });
    unknown.steps(1, 30);
    const reached = progressing({ total: 1 });
    reached.steps(2, 30);

    expect(unknown.lines).toEqual(['1 rows, 2 rows/min']);
    expect(reached.lines).toEqual(['1 of 1 steps (100 %), 2 steps/min', '2 of 1 steps (100 %), 2 steps/min']);
  });

  it('counts what was done before, but not as done now', () => {
    const { lines, steps, progress } = progressing({ total: 10, done: 8 });
    steps(1, 3600);
    progress.finish();

    expect(lines).toEqual(['9 of 10 steps (90 %), 1 steps/h, about 1 h 0 min to go', '1 steps in 1 h 0 min, 1 steps/h']);
  });

  it('is quiet in a short job but for its end', () => {
    const { lines, steps, progress } = progressing({ total: 2000, unit: 'rows' });
    steps(2000, 0.001);
    progress.finish();

    expect(lines).toEqual(['2000 rows in 2 s, 1000 rows/s']);
  });

  it('does not divide by a time of nothing', () => {
    const { lines, progress } = progressing({ everySeconds: 0 });
    progress.add(5);
    progress.finish();

    expect(lines).toEqual(['5 steps in 0 s']);
  });

  it('is part of the job', async () => {
    const { log } = await live(ONE_CHANNEL, async (job) => {
      const progress = job.progress();
      progress.add(3);
      progress.finish();
      await job.model.write('m', '1');
    });

    expect(log).toMatch(/INFO 3 steps in \d+ s(, \S+ steps\/\w+)?\n/);
    expect(log).not.toContain('\r');
  });
});

it.each([[0.4, '0 s'], [59.4, '59 s'], [59.6, '1 min 0 s'], [200, '3 min 20 s'], [3599.7, '1 h 0 min'], [12_000, '3 h 20 min']])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
