import { describe, expect, it } from 'vitest';
import { csvCodec } from '../../../../src/runtime/inference/codecs/csv';

const decode = (text: string | Buffer) => csvCodec.decode(Buffer.from(text as string), 'text/csv');

/** Records, with the messages of bad ones in their places. */
function placed({ records, bad = new Map() }: ReturnType<typeof decode>): unknown[] {
  let next = 0;
  return Array.from({ length: records.length + bad.size }, (_, place) => bad.get(place) ?? records[next++]);
}

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
    ['a byte order mark as data, but for the first of the body', '\uFEFF\uFEFF"a"\n\uFEFFb,"c"', [['\uFEFF"a"'], ['\uFEFFb', 'c']]],
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
    expect(decode(text)).toEqual({ records });
  });

  const MALFORMED = 'the line is not CSV: a quote is not closed, or stands inside a field';

  it.each<[string, string, unknown[]]>([
    ['an open quote', '"a', [MALFORMED]],
    ['an open quote before other records', '"a,b\n1,2\n3,4\n', [MALFORMED, ['1', '2'], ['3', '4']]],
    ['an open quote in a later record', '1,2\n\n"x",y\n"a,b\n', [['1', '2'], ['x', 'y'], MALFORMED]],
    ['an open quote after an empty cell in quotes', '""\n\n"a,b\n', [[''], MALFORMED]],
    ['text after a quote', '"a"b,c\n1,2', [MALFORMED, ['1', '2']]],
    ['text after a quote between records with quotes', '"a",1\r\n"b"x,2\r\n"c,c",3\r\n', [['a', '1'], MALFORMED, ['c,c', '3']]],
    ['an open quote before a record with a line break', '"a,1\n"b\nb",2\n3', [MALFORMED, ['b\nb', '2'], ['3']]],
    ['text after a quote before blanks after one', '"a"b\n"c" ,d\n"e""e","f"\n', [MALFORMED, ['c', 'd'], ['e"e', 'f']]],
  ])('takes a line with %s for a bad record, and no other', (_case, text, expected) => {
    expect(placed(decode(text))).toEqual(expected);
  });

  it('takes a line that is not UTF-8 for a bad record, and no other', () => {
    const body = Buffer.concat([Buffer.from('\uFEFF1,2\n'), Buffer.from([0xff, 0x2c, 0x33]), Buffer.from('\r\n\n"ä",4')]);

    expect(placed(decode(body))).toEqual([['1', '2'], 'the line is not UTF-8 text', ['ä', '4']]);
  });

  it('reads many wrong lines in linear time', () => {
    const lines = 200_000;
    const startedAt = performance.now();

    for (const line of ['"a\n', '"""a\n', 'x,"\n', '"a"b,"\n', 'a",",\n']) {
      const { records, bad } = decode(line.repeat(lines));
      expect(records.length + (bad?.size ?? 0)).toBeGreaterThanOrEqual(lines / 2);
    }

    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});

describe('encoding CSV', () => {
  it('writes names of classes that come again, and texts of any number', () => {
    const texts = Array.from({ length: 100 }, (_, index) => `a,${index % (index < 50 ? 5 : 40)}`);

    expect(csvCodec.encode(texts)).toBe(texts.map((text) => `"${text}"\n`).join(''));
    expect(csvCodec.encode(['a', 1, 'a', '', 'a', null, ''])).toBe('a\n1\na\n""\na\n""\n""\n');
  });

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

    expect(decode(csvCodec.encode(predictions) as string).records).toEqual([['a'], ['b,c'], [''], ['d"e'], ['f\ng'], [' '], ['']]);
  });
});
