import { describe, expect, it } from 'vitest';
import { type Json, parseFilter } from '../../../../src/cli/simulator/transform/json-path';

function select(text: string, value: Json): Json {
  const parsed = parseFilter(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.filter.apply(value);
}

const problemOf = (text: string) => {
  const parsed = parseFilter(text);
  return 'problem' in parsed ? parsed.problem : undefined;
};

describe('filters', () => {
  it.each<[string, Json, Json]>([
    ['$', [1, 2], [1, 2]],
    ['$.features', { features: [1] }, [1]],
    ["$['features']", { features: [1] }, [1]],
    ["$['id','SageMakerOutput']", { id: 7, x: 1, SageMakerOutput: { y: 2 } }, { id: 7, SageMakerOutput: { y: 2 } }],
    ["$.f.['a','b']", { f: { a: 1, b: 2, c: 3 } }, { a: 1, b: 2 }],
    ["$['.[']", { '.[': 1 }, 1],
    ['$.id.*', { id: { a: 1, b: 2 } }, [1, 2]],
    ['$[1]', ['a', 'b'], 'b'],
    ['$[-1]', ['a', 'b'], 'b'],
    ['$[1,-1,0]', ['a', 'b', 'c'], ['b', 'c', 'a']],
    ['$[1:]', ['a', 'b', 'c'], ['b', 'c']],
    ['$[1:2]', ['a', 'b', 'c'], ['b']],
    ['$[:2]', ['a', 'b', 'c'], ['a', 'b']],
    ['$[0,3:]', [0, 1, 2, 3, 4], [0, 3, 4]],
    ["$[*]['a','b']", [{ a: 1, b: 2 }, { a: 3, c: 4 }], [{ a: 1, b: 2 }, { a: 3 }]],
  ])('%s of %j is %j', (text, value, result) => {
    expect(select(text, value)).toEqual(result);
  });

  it('end a slice before its end, as the table of the guide says and its prose does not', () => {
    expect(select('$[1:4]', [0, 1, 2, 3, 4])).toEqual([1, 2, 3]);
  });

  it.each<[string, Json, string]>([
    ['$.id', { x: 1 }, "there is no $['id']"],
    ['$[3]', ['a'], 'there is no $[3]'],
    ['$[0,3]', ['a'], 'there is no $[3]'],
    ['$.a[-2]', { a: [1] }, 'there is no $.a[-2]'],
  ])('%s of %j is an error: what is named has to be there', (text, value, message) => {
    expect(() => select(text, value)).toThrow(message);
  });

  it.each([
    ['$..id', 'uses the descent ".."'],
    ['$[?@.a > 1]', 'uses an expression "?"'],
    ['$[::2]', 'uses a slice with a step'],
    ["$['a',1]", 'uses names and positions in one bracket'],
    ['$[*,1]', 'uses names and positions in one bracket'],
    ['id', 'is no JSONPath'],
    ['', 'is no JSONPath'],
    [`$.${'a'.repeat(62)}`, 'has 64 characters; SageMaker takes 63'],
  ])('%s is refused with the rule', (text, problem) => {
    expect(problemOf(text)).toContain(problem);
    if (text.length < 63) expect(problemOf(text)).toContain("SageMaker takes $  .name  *  ['a','b']  [1,3]  [-1]  [2:5]");
  });
});
