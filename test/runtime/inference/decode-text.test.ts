import { expect, it } from 'vitest';
import { decodeText } from '../../../src/runtime/inference/decode-text';

it.each([undefined, 'text/csv', 'text/csv; charset=UTF-8', 'text/csv;charset="utf-8"', 'text/csv; header=absent', 'text/csv; charset=us-ascii'])(
  'reads UTF-8 with content type %s', (type) => {
    expect(decodeText(Buffer.from('ü,1'), type)).toBe('ü,1');
  });

it('drops a byte order mark', () => {
  expect(decodeText(Buffer.from('\uFEFF1,2'), 'text/csv')).toBe('1,2');
});

it('refuses bytes that are not UTF-8', () => {
  expect(() => decodeText(Buffer.from([0x31, 0xff]), 'text/csv')).toThrowError(expect.objectContaining({ code: 'SMA_RUN_BODY', status: 400 }));
});

it('refuses another charset', () => {
  expect(() => decodeText(Buffer.from('1'), 'text/csv; charset=iso-8859-1')).toThrowError(
    expect.objectContaining({ code: 'SMA_RUN_CHARSET', status: 415, message: 'charset iso-8859-1 is not supported; use utf-8' }),
  );
});
