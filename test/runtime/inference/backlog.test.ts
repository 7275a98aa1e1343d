import { describe, expect, it } from 'vitest';
import { Backlog } from '../../../src/runtime/inference/backlog';

const OVERLOADED = expect.objectContaining({ code: 'SMA_RUN_OVERLOADED', status: 503 });

describe('a backlog', () => {
  it('refuses by number, counts what it refused, and takes more when one has left', () => {
    const backlog = new Backlog(2, 1000);
    const [first] = [backlog.admit(1), backlog.admit(1)];

    expect(() => backlog.admit(1)).toThrowError(OVERLOADED);
    expect([backlog.size, backlog.refused]).toEqual([2, 1]);
    first.leave();
    expect(() => backlog.admit(1)).not.toThrow();
  });

  it('refuses by bytes', () => {
    const backlog = new Backlog(100, 1000);
    backlog.admit(600);

    expect(() => backlog.admit(401)).toThrowError(OVERLOADED);
    expect(() => backlog.admit(400)).not.toThrow();
  });

  it('counts a body of unknown length once it is there', () => {
    const backlog = new Backlog(100, 1000);
    const place = backlog.admit(0);
    place.take(900);

    expect(() => backlog.admit(101)).toThrowError(OVERLOADED);
    place.leave();
    expect(() => backlog.admit(600).take(600)).not.toThrow();
    expect(() => backlog.admit(400)).not.toThrow();
  });

  it('takes a request of any size when nobody else is there', () => {
    expect(() => new Backlog(1, 1000).admit(5000)).not.toThrow();
  });

  it('takes as many more as are served at once, and the first that waits', () => {
    const backlog = new Backlog(1, 1000);
    for (let request = 0; request < 3; request++) backlog.admit(5000, 2);

    expect(() => backlog.admit(1, 2)).toThrowError(OVERLOADED);
  });

  it('gives a place back once, however often it is left', () => {
    const backlog = new Backlog(2, 1000);
    const [first] = [backlog.admit(1), backlog.admit(1)];
    first.leave();
    first.leave();
    first.take(5000);

    expect(backlog.size).toBe(1);
    expect(() => backlog.admit(900)).not.toThrow();
  });

  it('lets in what cannot be refused', () => {
    const backlog = new Backlog(1, 1000);
    backlog.admit(1000);

    expect(() => backlog.enter(1000)).not.toThrow();
    expect(backlog.size).toBe(2);
  });
});
