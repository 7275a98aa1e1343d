import { describe, expect, it } from 'vitest';
import { describeError } from '../../../src/runtime/shared/describe-error';
import { RuntimeError } from '../../../src/runtime/shared/runtime-error';

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

  it('survives an error that is its own cause', () => {
    const error = new Error('ouroboros');
    error.cause = error;

    expect(describeError(error)).toMatch(/^ouroboros \(cause: ouroboros\)/);
  });
});
