import { describe, expect, it } from 'vitest';
import { joinedLines } from '../../../../src/cli/conformance/inference/join';

describe('joining results to records', () => {
  it('appends columns of CSV', () => {
    expect(joinedLines('text/csv', ['1,"a,b"', '2,c'], ['0.5,x', '0.25,"y, z"'])).toEqual({ lines: ['1,"a,b",0.5,x', '2,c,0.25,"y, z"'] });
  });

  it('puts a result of JSON into the record, and both into a new object where the record is none', () => {
    expect(joinedLines('application/jsonlines', ['{"a":1}', '[1,2]'], ['7', '{"p":1}'])).toEqual({
      lines: ['{"a":1,"SageMakerOutput":7}', '{"SageMakerInput":[1,2],"SageMakerOutput":{"p":1}}'],
    });
  });

  it.each([
    ['text/csv', ['1', '2'], ['a'], /2 records and 1 results/],
    ['text/csv', ['1'], ['"a'], /is no row of CSV/],
    ['text/csv', ['1', '2'], ['a', 'a,b'], /result 2 .* has 2 columns; those before it have 1/],
    ['application/jsonlines', ['1'], ['NaN'], /is not JSON/],
  ])('tells why %s cannot be joined', (type, records, results, problem) => {
    expect(joinedLines(type, records, results)).toEqual({ problem: expect.stringMatching(problem) as string });
  });
});
