import { describe, expect, it } from 'vitest';
import { joined } from '../../../../src/cli/conformance/inference/join';

describe('joining results to records', () => {
  it('appends columns of CSV', () => {
    expect(joined('text/csv', ['1,"a,b"', '2,c'], Buffer.from('0.5,x\n0.25,"y, z"\n'))).toEqual({ outputs: ['1,"a,b",0.5,x', '2,c,0.25,"y, z"'] });
  });

  it('puts a result of JSON into the record, and both into a new object where the record is none', () => {
    expect(joined('application/jsonlines', ['{"a":1}', '[1,2]'], Buffer.from('7\n{"p":1}\n'))).toEqual({
      outputs: ['{"a":1,"SageMakerOutput":7}', '{"SageMakerInput":[1,2],"SageMakerOutput":{"p":1}}'],
    });
  });

  it.each([
    ['text/csv', ['1', '2'], 'a', /2 records went in and 1 result came back/],
    ['text/csv', ['1'], '"a', /Failed to parse output from the algorithm as CSV/],
    ['text/csv', ['1', '2'], 'a\na,b', /result 2 has 2 columns; the first one has 1/],
    ['application/jsonlines', ['1'], 'NaN', /Failed to parse output from the algorithm as JSON/],
  ])('tells why %s of %j cannot be joined', (type, records, answer, problem) => {
    expect(joined(type, records, Buffer.from(answer))).toEqual({ problem: expect.stringMatching(problem) as string });
  });
});
