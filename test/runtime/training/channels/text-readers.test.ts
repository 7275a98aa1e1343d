import { describe, expect, it } from 'vitest';
import { csvRowsOf, jsonValuesOf, linesOf } from '../../../../src/runtime/training/channels/text-readers';
import { all, partOf } from '../../support/channels';

const CHUNKS = [1, 2, 3, 5, 1000];
const lines = async (text: string | Uint8Array, chunkBytes: number, maxBytes = 1000) =>
  (await all(linesOf(partOf(text, chunkBytes), maxBytes))).flat();
const rows = async (text: string, chunkBytes: number, header = false, maxBytes = 1000) =>
  (await all(csvRowsOf(partOf(text, chunkBytes), maxBytes, header))).flat();
const values = async (text: string, chunkBytes: number) => (await all(jsonValuesOf(partOf(text, chunkBytes), 1000))).flat();

describe.each(CHUNKS)('from chunks of %d bytes', (chunkBytes) => {
  it.each<[string, string, string[]]>([
    ['line ends of both kinds', 'a\nb\r\nc\n', ['a', 'b', 'c']],
    ['a last line without end', 'a\nbc', ['a', 'bc']],
    ['empty lines', '\na\n\n', ['', 'a', '']],
    ['characters of several bytes', 'ä€😀\n日本', ['ä€😀', '日本']],
    ['a byte order mark, once', '\uFEFFa\n\uFEFFb', ['a', '\uFEFFb']],
    ['nothing', '', []],
    ['a byte order mark alone', '\uFEFF', []],
  ])('reads lines: %s', async (_case, text, expected) => {
    expect(await lines(text, chunkBytes)).toEqual(expected);
  });

  it.each<[string, string, string[][]]>([
    ['plain fields', '1,2\n3,4\n', [['1', '2'], ['3', '4']]],
    ['a last row without end', '1,2\r\n3,4', [['1', '2'], ['3', '4']]],
    ['quoted fields', '"a, b","say ""hi"""\nc,d\n', [['a, b', 'say "hi"'], ['c', 'd']]],
    ['line ends in quotes', '"a\nb",c\n"d\r\n",""\n', [['a\nb', 'c'], ['d\r\n', '']]],
    ['empty rows as none', '\n1,2\n\r\n3,4\n\n', [['1', '2'], ['3', '4']]],
    ['an empty field in quotes as a row', '""\na\n', [[''], ['a']]],
    ['a byte order mark', '\uFEFF"a",b\n', [['a', 'b']]],
    ['quotes inside fields that are not quoted', '5" pipe,"a\nb"\n6" pipe,b\n7"",c\n', [['5" pipe', 'a\nb'], ['6" pipe', 'b'], ['7""', 'c']]],
    ['escaped quotes at the borders of fields', '"""a\n""","""",""\n"",b\n', [['"a\n"', '"', ''], ['', 'b']]],
    ['a byte order mark before quotes', '\uFEFF"a\nb",c\n', [['a\nb', 'c']]],
    ['a byte order mark in a row that is not the first as data', '\n\uFEFF""\n1\n\uFEFF2,"x"\n', [['\uFEFF""'], ['1'], ['\uFEFF2', 'x']]],
    ['the second of two byte order marks as data', '\uFEFF\uFEFF"a"\n"b"\n', [['\uFEFF"a"'], ['b']]],
    ['what ends like a byte order mark as data', 'a\u00bf"b\n"c"\n', [['a\u00bf"b'], ['c']]],
    ['CR in quotes at the end of rows', '"a\r"\n1\r\n"b\r"\n', [['a\r'], ['1'], ['b\r']]],
    ['CR before the end as half of CRLF', '1\r\n"a"\r', [['1'], ['a']]],
    ['CR inside rows as data', '1\r2,3\n"a",b\rc\n', [['1\r2', '3'], ['a', 'b\rc']]],
    ['nothing', '', []],
  ])('reads CSV: %s', async (_case, text, expected) => {
    expect(await rows(text, chunkBytes)).toEqual(expected);
  });

  it('leaves out a header', async () => {
    expect(await rows('\n"x\ny",z\n1,2\n3,4\n', chunkBytes, true)).toEqual([['1', '2'], ['3', '4']]);
    expect(await rows('x,y\n', chunkBytes, true)).toEqual([]);
  });

  it('reads JSON Lines, blank lines as none', async () => {
    expect(await values('{"a":1}\n\n  \r\n[1,"ä"]\r\nnull\n"x"', chunkBytes)).toEqual([{ a: 1 }, [1, 'ä'], null, 'x']);
  });

  it('names the record that is no JSON, and tells none of it', async () => {
    await expect(values('1\n\n2\nSECRET\n', chunkBytes)).rejects.toMatchObject({ code: 'SMA_RUN_RECORD', message: 'channel training, file a has no JSON in record 3' });
  });

  it('names the record that is no CSV, and tells none of it', async () => {
    await expect(rows('1,2\n"x",y\n"SECRET\n', chunkBytes)).rejects.toMatchObject({
      code: 'SMA_RUN_RECORD', message: 'channel training, file a has no CSV in record 3: quoted field unterminated',
    });
  });

  it('refuses a record that does not end', async () => {
    const message = 'channel training, file a has a record of more than 20 bytes (an open quote, or no line ends?)';

    await expect(lines('x'.repeat(21), chunkBytes, 20)).rejects.toMatchObject({ code: 'SMA_RUN_RECORD', message });
    await expect(rows('1\n"a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk', chunkBytes, false, 20)).rejects.toMatchObject({ code: 'SMA_RUN_RECORD', message });
    expect(await lines('x'.repeat(20), chunkBytes, 20)).toHaveLength(1);
  });
});

it('takes odd bytes for what UTF-8 makes of them', async () => {
  expect(await lines(Buffer.from([0x61, 0xff, 0x00, 0x0a, 0xc3]), 2)).toEqual(['a\uFFFD\0', '\uFFFD']);
});
