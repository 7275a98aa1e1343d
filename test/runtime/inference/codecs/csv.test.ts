import { describe, expect, it } from 'vitest';
import { csvCodec } from '../../../../src/runtime/inference/codecs/csv';

describe('decoding CSV', () => {
  it.each<[string, string, string[][]]>([
    ['lines with an end', '1,2\n3,4\n', [['1', '2'], ['3', '4']]],
    ['a last line without end', '1,2\n3,4', [['1', '2'], ['3', '4']]],
    ['CRLF', '1,2\r\n3,4\r\n', [['1', '2'], ['3', '4']]],
    ['CR that ends no line as data', '1,2\r3,4\r\n5\r6', [['1', '2\r3', '4'], ['5\r6']]],
    ['mixed ends', '1,2\r\n3,4\n5,6', [['1', '2'], ['3', '4'], ['5', '6']]],
    ['empty lines as none', '\n1,2\n\r\n3,4\n\n', [['1', '2'], ['3', '4']]],
    ['a line of blanks as a record', 'a\n  \nb\n', [['a'], ['  '], ['b']]],
    ['a line of blanks among quotes as a record', '"a"\n  \n"b"\n', [['a'], ['  '], ['b']]],
    ['an empty cell in quotes as a record', 'a\n""\nb\n', [['a'], [''], ['b']]],
    ['an empty cell in quotes and CRLF', '"a"\r\n""\r\n\r\nb\r\n', [['a'], [''], ['b']]],
    ['CR before the end of the text as half of CRLF', '"a"\r\nb,"c"\r', [['a'], ['b', 'c']]],
    ['CR in quotes', '"a\r",b\r\nc,"d\r"\n', [['a\r', 'b'], ['c', 'd\r']]],
    ['a byte order mark as data, since the body has lost its own', '\uFEFF"a"\n\uFEFFb,"c"', [['\uFEFF"a"'], ['\uFEFFb', 'c']]],
    ['an empty cell in quotes at the end', 'a\n""', [['a'], ['']]],
    ['an empty cell in quotes alone', '""', [['']]],
    ['an empty cell in quotes after line breaks in quotes', '"a\n""\nb"\n\n""\n', [['a\n"\nb'], ['']]],
    ['empty columns', ',\n1,,2\n', [['', ''], ['1', '', '2']]],
    ['one column', '5\n6\n', [['5'], ['6']]],
    ['quoted columns', '"a, b","say ""hi"""\n', [['a, b', 'say "hi"']]],
    ['quoted columns and CRLF', '"a",b\r\n"c","d"\r\n', [['a', 'b'], ['c', 'd']]],
    ['quoted columns and mixed ends', '"a",b\r\nc,"d"\n\r\n"e",f', [['a', 'b'], ['c', 'd'], ['e', 'f']]],
    ['quoted columns and CR that ends no line as data', '"a",b\rc,d', [['a', 'b\rc', 'd']]],
    ['line breaks in quotes', '"a\nb",c\nd,e\n', [['a\nb', 'c'], ['d', 'e']]],
    ['blank lines among quotes', '"a"\n\n"b"\n\n', [['a'], ['b']]],
    ['nothing', '', []],
    ['line ends only', '\n\r\n', []],
  ])('reads %s', (_case, text, records) => {
    expect(csvCodec.decode(text)).toEqual(records);
  });

  it.each<[string, string, number]>([
    ['an open quote', '"a', 1],
    ['an open quote in a later record', '1,2\n\n"x",y\n"a,b\n', 3],
    ['an open quote after an empty cell in quotes', '""\n\n"a,b\n', 2],
    ['text after a quote', '"a"b,c\n', 1],
  ])('refuses %s and names the record', (_case, text, record) => {
    expect(() => csvCodec.decode(text)).toThrowError(
      expect.objectContaining({ code: 'SMA_RUN_BODY', status: 400, message: expect.stringMatching(new RegExp(`^record ${record}: `)) }),
    );
  });
});

describe('encoding CSV', () => {
  it.each<[string, unknown[], string]>([
    ['scalars', [1, 0.5, -0, true, 'setosa', 10n], '1\n0.5\n0\ntrue\nsetosa\n10\n'],
    ['arrays as columns', [['setosa', 0.9], [1, 2, 3]], 'setosa,0.9\n1,2,3\n'],
    ['typed arrays as columns', [new Float64Array([0.1, 0.9])], '0.1,0.9\n'],
    ['quotes where they are needed', ['a,b', 'say "hi"', 'two\nlines', ['x', 'y,z']], '"a,b"\n"say ""hi"""\n"two\nlines"\nx,"y,z"\n'],
    ['nothing as a line that is not blank', [null, undefined, '', []], '""\n""\n""\n""\n'],
    ['empty columns', [[null, 1, undefined]], ',1,\n'],
    ['numbers that are none', [NaN, Infinity], 'NaN\nInfinity\n'],
    ['no prediction as no line', [], ''],
  ])('writes %s', (_case, predictions, text) => {
    expect(csvCodec.encode(predictions)).toBe(text);
  });

  it.each<[string, unknown]>([['an object', { a: 1 }], ['a nested array', [[1], 2]], ['a function', () => 1]])('refuses %s', (_case, prediction) => {
    expect(() => csvCodec.encode([0, prediction])).toThrowError(expect.objectContaining({ code: 'SMA_RUN_PREDICTIONS', message: expect.stringContaining('prediction 2') }));
  });

  it('reads what it writes, one record a prediction', () => {
    const predictions = ['a', 'b,c', '', 'd"e', 'f\ng', ' ', null];

    expect(csvCodec.decode(csvCodec.encode(predictions))).toEqual([['a'], ['b,c'], [''], ['d"e'], ['f\ng'], [' '], ['']]);
  });
});
