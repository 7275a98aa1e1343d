import { describe, expect, it } from 'vitest';
import { csvCodec } from '../../../../src/runtime/inference/codecs/csv';
import { csvNumbers } from '../../../../src/runtime/inference/numbers/csv-numbers';
import { decodeNumbers } from '../../../../src/runtime/inference/numbers/decode-numbers';
import type { NumberForm } from '../../../../src/runtime/inference/numbers/number-form';
import type { NumberRecords } from '../../../../src/runtime/inference/numbers/number-records';

const TWO: NumberForm = { columns: 2, missingValues: false };

const rowsOf = ({ rows, columns, values }: NumberRecords): number[][] =>
  Array.from({ length: rows }, (_, row) => [...values.subarray(row * columns, (row + 1) * columns)]);

const straight = (text: string | Buffer, form = TWO, contentType = 'text/csv') => {
  const numbers = csvNumbers(Buffer.from(text as string), contentType, form);
  return numbers && rowsOf(numbers);
};

/** The same by the texts of the fields. */
function byTexts(text: Buffer, form: NumberForm) {
  const { records, bad } = decodeNumbers({ ...csvCodec, numbers: undefined }, text, 'text/csv', form);
  return { rows: rowsOf(records as NumberRecords), bad };
}

describe('numbers straight from the bytes of CSV', () => {
  it.each<[string, string, number[][]]>([
    ['lines with an end', '1,2\n3,4\n', [[1, 2], [3, 4]]],
    ['a last line without end', '1,2\n3,4', [[1, 2], [3, 4]]],
    ['CRLF', '1,2\r\n3,4\r\n', [[1, 2], [3, 4]]],
    ['a last line with half of CRLF', '1,2\r\n3,4\r', [[1, 2], [3, 4]]],
    ['empty lines', '\n1,2\n\r\n3,4\n\n', [[1, 2], [3, 4]]],
    ['exponents, signs, blanks and quotes', '1e-5,+2\n -3 ,"4.5"\n', [[1e-5, 2], [-3, 4.5]]],
    ['nothing', '', []],
    ['one line', '5.1,-0.25', [[5.1, -0.25]]],
  ])('are those of %s', (_what, text, rows) => {
    expect(straight(text)).toEqual(rows);
  });

  it('are more than the first guess holds', () => {
    const rows = Array.from({ length: 1000 }, (_, row) => [row % 10, row % 7]);

    expect(straight(rows.map((row) => `${row.join()}\n`).join(''))).toEqual(rows);
    expect(straight(',\n'.repeat(1000), { columns: 2, missingValues: true })).toEqual(Array.from({ length: 1000 }, () => [NaN, NaN]));
  });

  it.each([
    ['too few', '1,2\n3\n'], ['too many', '1,2,3\n'], ['no number', '1,x\n'], ['a missing one', '1,\n'], ['nan', 'nan,1\n'], ['an infinite one', '1,1e999\n'],
    ['a byte order mark', '\uFEFF1,2\n'], ['a quote that is not closed', '1,"2\n'], ['a comma in quotes', '1,"2,3"\n'], ['a line of blanks', '1,2\n \n'],
  ])('are none where a record has %s', (_what, text) => {
    expect(straight(text)).toBeUndefined();
  });

  it('are missing where the model takes that', () => {
    expect(straight(',nan\n"",-inf\n', { columns: 2, missingValues: true })).toEqual([[NaN, NaN], [NaN, -Infinity]]);
  });

  it('are none where bytes are no text, as blanks of other charsets', () => {
    expect(straight(Buffer.from('1,\xa02\n', 'latin1'))).toBeUndefined();
  });

  it('are not read in another charset', () => {
    expect(straight('1,2', TWO, 'text/csv; charset="utf-8"')).toEqual([[1, 2]]);
    expect(() => straight('1,2', TWO, 'text/csv; charset=utf-16')).toThrow(expect.objectContaining({ code: 'SMA_RUN_CHARSET' }));
  });

  it('are those that the texts give, whatever the fields are made of', () => {
    // Multiplicative congruential generator: the same texts in every run.
    let seed = 1;
    const below = (limit: number): number => (seed = seed * 16807 % 2147483647) % limit;
    const pieces = ['1', '25', '-3', '.5', '5.', '0.1', '1e3', ' 7', '""', '"8"', 'nan', 'inf', '', 'x', ',', ',', ',', '\n', '\n', '\r\n', '"', '\r', '\xe9', '\xa0', '\xff'];
    let same = 0;
    for (let round = 0; round < 20_000; round++) {
      const text = Buffer.from(Array.from({ length: 1 + below(10) }, () => pieces[below(pieces.length)]).join(''), 'latin1');
      const form = { columns: 1 + below(3), missingValues: below(2) === 0 };
      const rows = straight(text, form);
      const { rows: expected, bad } = byTexts(text, form);
      if (bad!.size > 0) {
        expect(rows, text.toString('latin1')).toBeUndefined();
      } else if (rows) {
        expect(rows, text.toString('latin1')).toEqual(expected);
        same++;
      }
    }
    expect(same).toBeGreaterThan(1000);
  });
});
