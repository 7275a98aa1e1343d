import { describe, expect, it } from 'vitest';
import { Backlog } from '../../../src/runtime/inference/backlog';

const OVERLOADED = expect.objectContaining({ code: 'SMA_RUN_OVERLOADED', status: 503 });

describe('a backlog', () => {
  it('refuses by number, counts what it refused, and takes more when one has left', () => {
    const backlog = new Backlog(2, 1000);
    backlog.enter(1);
    backlog.enter(1);

    expect(() => backlog.check(1)).toThrowError(OVERLOADED);
    expect([backlog.size, backlog.refused]).toEqual([2, 1]);
    backlog.leave(1);
    expect(() => backlog.check(1)).not.toThrow();
  });

  it('refuses by bytes', () => {
    const backlog = new Backlog(100, 1000);
    backlog.enter(600);

    expect(() => backlog.check(400)).not.toThrow();
    expect(() => backlog.check(401)).toThrowError(OVERLOADED);
  });

  it('takes a request of any size when nobody else is there', () => {
    expect(() => new Backlog(1, 1000).check(5000)).not.toThrow();
  });
});
