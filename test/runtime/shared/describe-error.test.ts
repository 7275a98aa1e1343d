import { describe, expect, it } from 'vitest';
import { describeError } from '../../../src/runtime/shared/describe-error';
import { RuntimeError } from '../../../src/runtime/shared/runtime-error';
import { ODD_ERRORS } from '../support/odd-errors';

describe('describeError', () => {
  it.each<[string, unknown, string]>([
    ['a plain error by its message', new Error('the file has no rows'), 'the file has no rows'],
    ['another error with its class', new RangeError('too deep'), 'RangeError: too deep'],
    ['an error without message by its class', new Error(), 'Error'],
    ['an error of the runtime by its message', new RuntimeError('SMA_RUN_LOADING'), 'the model is still loading'],
    ['a thrown text as it is', 'no rows', 'no rows'],
    ['a thrown value on one line', { rows: [1, 2] }, '{ rows: [ 1, 2 ] }'],
    ['nothing as undefined', undefined, 'undefined'],
    ['several lines on one', new Error('first\r\nsecond\u2028third'), 'first second third'],
  ])('describes %s', (_case, error, text) => {
    expect(describeError(error)).toBe(text);
  });

  it('leaves out lines of a stack that a library put into the message', () => {
    expect(describeError(new Error('bad input\n    at parse (/opt/program/train.js:1:2)\n    at /opt/x.js:3:4'))).toBe('bad input');
  });

  it('tells causes, three at most', () => {
    const chain = [5, 4, 3, 2, 1].reduce<Error | undefined>((cause, number) => new Error(`level ${number}`, { cause }), undefined);

    expect(describeError(chain)).toBe('level 1 (cause: level 2) (cause: level 3) (cause: level 4)');
  });

  it('tells an error that is its own cause once', () => {
    const error = new Error('ouroboros');
    error.cause = error;

    expect(describeError(error)).toBe('ouroboros');
  });

  it('tells the first three errors of an aggregate, and how many more there are', () => {
    const errors = [1, 2, 3, 4, 5].map((number) => new RangeError(`shard ${number}`));

    expect(describeError(new AggregateError(errors.slice(0, 2), 'no shard')))
      .toBe('AggregateError: no shard (error: RangeError: shard 1) (error: RangeError: shard 2)');
    expect(describeError(new AggregateError(errors, 'no shard'))).toMatch(/shard 3\) \(and 2 more errors\)$/);
  });

  it('tells the errors of an aggregate that is a cause, each error once', () => {
    const refused = new Error('connect ECONNREFUSED ::1:80');
    const all = new AggregateError([refused], '');
    all.errors.push(all, refused);
    const failed = new TypeError('fetch failed', { cause: all });

    expect(describeError(failed)).toBe('TypeError: fetch failed (cause: AggregateError) (error: connect ECONNREFUSED ::1:80)');
  });
});

it.each(ODD_ERRORS)('describeError never throws: %s', (_case, make, text) => {
  expect(describeError(make())).toMatch(text);
});
