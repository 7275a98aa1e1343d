import { expect, it } from 'vitest';
import { cutText, quoted, quotedList } from '../../src/contract/quoted';

it('cuts a text at the limit and says so', () => {
  expect(cutText('abcdef', 6)).toBe('abcdef');
  expect(cutText('abcdefg', 6)).toBe('abcde…');
});

it('never cuts a character in half', () => {
  expect(cutText('abcd😀efg', 6)).toBe('abcd…');
  expect(cutText('abcd😀efg', 7)).toBe('abcd😀…');
});

it('quotes short texts whole and long ones in part', () => {
  expect(quoted('a "b"\n')).toBe('"a \\"b\\"\\n"');
  expect(quoted('x'.repeat(2500))).toHaveLength(82);
  expect(quotedList([])).toBe('none');
  expect(quotedList(['a', 'b'])).toBe('"a", "b"');
});
