import { describe, expect, it } from 'vitest';
import type { Task } from '../../../../src/runtime/inference/workers/task';
import { WaitingLine } from '../../../../src/runtime/inference/workers/waiting-line';

const task = (id: number, arrivedAt = 0, accept = 'text/csv') => ({ id, arrivedAt, request: { contentType: 'text/csv', accept } }) as Task;

function lineOf(tasks: readonly Task[], batching?: ConstructorParameters<typeof WaitingLine>[0]): WaitingLine {
  const line = new WaitingLine(batching);
  for (const each of tasks) line.add(each);
  return line;
}
const ids = (line: WaitingLine, now = 0) => line.next(now).tasks?.map(({ id }) => id);

describe('a line without batching', () => {
  it('gives one after the other, first come first served', () => {
    const line = lineOf([task(1), task(2)]);

    expect([ids(line), ids(line), ids(line)]).toEqual([[1], [2], undefined]);
  });

  it('leaves out whoever has gone', () => {
    const [one, two] = [task(1), task(2)];
    const line = lineOf([one, two]);

    expect([line.remove(one), line.remove(one), line.length]).toEqual([true, false, 1]);
    expect(ids(line)).toEqual([2]);
  });
});

describe('a line with batching', () => {
  const BATCHING = { maxRequests: 3, maxWaitMs: 10 };

  it('gives a full batch at once', () => {
    const line = lineOf([1, 2, 3, 4].map((id) => task(id)), BATCHING);

    expect(ids(line)).toEqual([1, 2, 3]);
    expect(line.next(4)).toEqual({ waitMs: 6 });
  });

  it('gives fewer when the first has waited long enough', () => {
    const line = lineOf([task(1, 0), task(2, 5)], BATCHING);

    expect(line.next(9)).toEqual({ waitMs: 1 });
    expect(ids(line, 10)).toEqual([1, 2]);
    expect(line.next(10)).toEqual({});
  });

  it('keeps types apart, and lets none wait for another', () => {
    const line = lineOf([task(1, 0, 'application/json'), task(2), task(3), task(4)], BATCHING);

    expect(ids(line)).toEqual([2, 3, 4]);
    expect(ids(line, 10)).toEqual([1]);
  });
});
