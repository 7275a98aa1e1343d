import { describe, expect, it } from 'vitest';
import { jsonCodec } from '../../../../src/runtime/inference/codecs/json';
import { jsonLinesCodec } from '../../../../src/runtime/inference/codecs/json-lines';

describe('JSON', () => {
  it.each<[string, string, unknown[]]>([
    ['an array as its records', '[[1,2],{"a":3}]', [[1, 2], { a: 3 }]],
    ['instances as records', '{"instances":[1,2]}', [1, 2]],
    ['any other object as one record', '{"a":1}', [{ a: 1 }]],
    ['a scalar as one record', ' 5 ', [5]],
    ['null as one record', 'null', [null]],
    ['no records', '[]', []],
  ])('reads %s', (_case, text, records) => {
    expect(jsonCodec.decode(text)).toEqual(records);
  });

  it.each(['', ' ', '{"instances":[1', '[1,]', 'NaN', '{"instances":5}', '{"instances":null}'])('refuses %j', (text) => {
    expect(() => jsonCodec.decode(text)).toThrowError(expect.objectContaining({ code: 'SMA_RUN_BODY', status: 400 }));
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
    expect(jsonLinesCodec.decode(text)).toEqual(records);
  });

  it('names the record that is not JSON', () => {
    expect(() => jsonLinesCodec.decode('{"a":1}\n\n{"a":')).toThrowError(
      expect.objectContaining({ code: 'SMA_RUN_BODY', message: expect.stringMatching(/^record 2: the line is not JSON/) }),
    );
  });

  it('writes one line a prediction', () => {
    expect(jsonLinesCodec.encode([1, 'a\nb', { c: 2 }, undefined, null, new Int8Array([3])])).toBe('1\n"a\\nb"\n{"c":2}\nnull\nnull\n[3]\n');
  });
});
