import { expect, it } from 'vitest';
import { pathInside } from '../../../src/runtime/shared/name-inside';

it.each(['model.json', 'parts/1.bin', '.hidden', 'a..b', 'ü.json', 'x'.repeat(255)])('joins %s to the folder', (name) => {
  expect(pathInside('/m', name)).toBe(`/m/${name}`);
});

it.each(['', '.', '..', '../x', 'a/../../x', 'a//b', 'a/', '/etc/passwd', 'a\\b', 'a\0b', 'x'.repeat(256), 'ü'.repeat(128)])('refuses %j', (name) => {
  expect(() => pathInside('/m', name)).toThrowError(expect.objectContaining({ code: 'SMA_RUN_FILE_NAME' }));
});
