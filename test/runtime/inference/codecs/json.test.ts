import { describe, expect, it } from 'vitest';
import { jsonCodec } from '../../../../src/runtime/inference/codecs/json';
import { jsonLinesCodec } from '../../../../src/runtime/inference/codecs/json-lines';

const decodeJson = (text: string) => jsonCodec.decode(Buffer.from(text), undefined);
const decodeLines = (text: string | Buffer) => jsonLinesCodec.decode(Buffer.from(text as string), undefined);

describe('JSON', () => {
  it.each<[string, string, unknown[]]>([
    ['an array as its records', '[[1,2],{"a":3}]', [[1, 2], { a: 3 }]],
    ['instances as records', '{"instances":[1,2]}', [1, 2]],
    ['any other object as one record', '{"a":1}', [{ a: 1 }]],
    ['a scalar as one record', ' 5 ', [5]],
    ['null as one record', 'null', [null]],
    ['no records', '[]', []],
  ])('reads %s', (_case, text, records) => {
    expect(decodeJson(text)).toEqual({ records });
  });

  it.each(['', ' ', '{"instances":[1', '[1,]', 'NaN', '{"instances":5}', '{"instances":null}'])('refuses %j', (text) => {
    expect(() => decodeJson(text)).toThrowError(expect.objectContaining({ code: 'SMA_RUN_BODY', status: 400 }));
  });

  it('writes predictions in an object', () => {
    expect(jsonCodec.encode([1, 'a', { b: [2] }, undefined, new Float32Array([0.5])])).toBe('{"predictions":[1,"a",{"b":[2]},null,[0.5]]}');
  });
});

describe('JSON Lines', () => {
  it.each<[string, string, unknown[]]>([
    ['one record a line', '{"a":1}\n[1,2]\n5\n', [{ a: 1 }, [1, 2], 5]],
    ['a last line without end', '1\n2', [1, 2]],
    ['CRLF and blank lines', '1\r\n\r\n2\r\n \n', [1, 2]],
    ['nothing', '', []],
  ])('reads %s', (_case, text, records) => {
    expect(decodeLines(text)).toEqual({ records });
  });

  it('takes a line that is not JSON for a bad record, and no other', () => {
    const { records, bad } = decodeLines('{"a":1}\n\n{"a":\n2\nx');

    expect(records).toEqual([{ a: 1 }, 2]);
    expect([...bad!]).toEqual([
      [1, expect.stringMatching(/^the line is not JSON \(.+\)$/)], [3, expect.stringMatching(/^the line is not JSON/)],
    ]);
  });

  it('takes a line that is not UTF-8 for a bad record, and no other', () => {
    const { records, bad } = decodeLines(Buffer.concat([Buffer.from('\uFEFF1\n"'), Buffer.from([0xff]), Buffer.from('"\n"ä"')]));

    expect(records).toEqual([1, 'ä']);
    expect([...bad!.keys()]).toEqual([1]);
  });

  it('writes one line a prediction', () => {
    expect(jsonLinesCodec.encode([1, 'a\nb', { c: 2 }, undefined, null, new Int8Array([3])])).toBe('1\n"a\\nb"\n{"c":2}\nnull\nnull\n[3]\n');
  });
});
