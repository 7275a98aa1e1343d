import { expect, it } from 'vitest';
import { NumberFields } from '../../../src/runtime/shared/number-fields';

const reading = (text: string) => new NumberFields(Buffer.from(text));

it('rows are read one after the other, without empty lines', () => {
  const fields = reading('\n\r\n1.5,-2e3\r\n\n3,"7"\n\n');
  const values = new Float64Array(4);
  let size = 0;
  while (fields.skipEmptyLines()) {
    size = fields.read(values, size, 4);
    expect(fields.isEndOfLine).toBe(true);
  }

  expect(size).toBe(4);
  expect([...values]).toEqual([1.5, -2000, 3, 7]);
  expect(fields).toMatchObject({ areNumbers: true, areFinite: true });
});

it('a row is read as far as there is room, and goes on behind', () => {
  const fields = reading('1,2,3\n');
  const values = new Float64Array(3);

  expect(fields.read(values, 0, 2)).toBe(2);
  expect(fields.isEndOfLine).toBe(false);
  expect(fields.read(values, 2, 3)).toBe(3);
  expect(fields.isEndOfLine).toBe(true);
  expect([...values]).toEqual([1, 2, 3]);
});

it('a field that is no number ends the reading, a missing one does not', () => {
  const fields = reading(',1\nx,2\n');
  const values = new Float64Array(4);

  expect(fields.read(values, 0, 4)).toBe(2);
  expect(fields).toMatchObject({ areNumbers: true, areFinite: false });
  expect(fields.read(values, 2, 4)).toBe(2);
  expect(fields.areNumbers).toBe(false);
});

it('lines may be left out', () => {
  const fields = reading('a header\n5\n');
  fields.skipLine();
  const values = new Float64Array(1);

  expect(fields.read(values, 0, 1)).toBe(1);
  expect(values[0]).toBe(5);
});
