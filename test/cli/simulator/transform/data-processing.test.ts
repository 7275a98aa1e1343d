import { describe, expect, it } from 'vitest';
import { dataProcessing } from '../../../../src/cli/simulator/transform/data-processing';
import { DEFAULT_REQUEST, type TransformRequest } from '../../../../src/cli/simulator/transform/transform-request';

const CSV = { contentType: 'text/csv', accept: 'text/csv', splitType: 'Line', assembleWith: 'Line' } as const;
const LINES = { ...CSV, contentType: 'application/jsonlines', accept: 'application/jsonlines' } as const;
const JSON_WHOLE = { contentType: 'application/json', accept: 'application/json' } as const;

function through(parts: Partial<TransformRequest>, records: readonly string[], answer: string) {
  const processing = dataProcessing({ ...DEFAULT_REQUEST, ...parts });
  const inputs = records.map((text, at) => processing.toInput({ framed: Buffer.from(text), payload: Buffer.from(text) }, at + 1));
  const sent = inputs.map(({ payload }) => payload.toString()).join('');
  const joined = inputs.flatMap(({ input }) => (input === undefined ? [] : [input]));
  const outputs = processing.toOutputs(Buffer.from(answer), { records: records.length, inputs: joined });
  return { sent, outputs };
}

describe('CSV', () => {
  it('goes without the columns that the input filter leaves out, and gets the results as further columns', () => {
    expect(through({ ...CSV, inputFilter: '$[1:]', joinSource: 'Input' }, ['id1,5.1,3\n', 'id2, 4.9,"a,b"\n'], '0\n1\n'))
      .toEqual({ sent: '5.1,3\n 4.9,"a,b"\n', outputs: ['id1,5.1,3,0', 'id2, 4.9,"a,b",1'] });
  });

  it('keeps the columns that the output filter names, of the joined row', () => {
    expect(through({ ...CSV, joinSource: 'Input', outputFilter: '$[0,-1]' }, ['id1,5,6\n'], '0.5\n')).toEqual({ sent: 'id1,5,6\n', outputs: ['id1,0.5'] });
  });

  it('filters results without a join, too', () => {
    expect(through({ ...CSV, outputFilter: '$[1]' }, ['5\n'], 'a,b\n').outputs).toEqual(['b']);
  });

  it('is sent byte for byte where nothing filters the input', () => {
    expect(through({ ...CSV, joinSource: 'Input' }, [' "1", 2 \r\n'], '0\n').sent).toBe(' "1", 2 \r\n');
  });

  it('of empty lines takes no part in a join', () => {
    expect(through({ ...CSV, joinSource: 'Input' }, ['1\n', '\n', '2'], '0\n1\n').outputs).toEqual(['1,0', '2,1']);
  });
});

describe('JSON', () => {
  it('objects get the result as SageMakerOutput', () => {
    expect(through({ ...JSON_WHOLE, inputFilter: '$.features', joinSource: 'Input' }, ['{"id": 7, "features": [1, 2]}'], '{"label":1}'))
      .toEqual({ sent: '[1,2]', outputs: ['{"id":7,"features":[1,2],"SageMakerOutput":{"label":1}}'] });
  });

  it('of other kinds becomes SageMakerInput beside SageMakerOutput', () => {
    expect(through({ ...JSON_WHOLE, joinSource: 'Input' }, ['[1,2]'], '3').outputs).toEqual(['{"SageMakerInput":[1,2],"SageMakerOutput":3}']);
  });

  it('numbers stay as they are written', () => {
    expect(through({ ...JSON_WHOLE, inputFilter: "$['id','x']", joinSource: 'Input' }, ['{"id": 1234567890123456789, "x": 1.0, "id": 12345678901234567890}'], '0.10'))
      .toEqual({
        sent: '{"id":12345678901234567890,"x":1.0}',
        outputs: ['{"id":12345678901234567890,"x":1.0,"SageMakerOutput":0.10}'],
      });
    expect(through({ ...JSON_WHOLE, joinSource: 'Input' }, ['1.0'], '2').outputs).toEqual(['{"SageMakerInput":1.0,"SageMakerOutput":2}']);
  });

  it('Lines are filtered and joined one by one', () => {
    expect(through({ ...LINES, joinSource: 'Input', outputFilter: "$['id','SageMakerOutput']" }, ['{"id":1,"x":2}\n', '{"id":2,"x":3}\n'], '{"y":1}\n{"y":2}\n').outputs)
      .toEqual(['{"id":1,"SageMakerOutput":{"y":1}}', '{"id":2,"SageMakerOutput":{"y":2}}']);
  });

  it('of one record may take several lines', () => {
    expect(through({ ...LINES, joinSource: 'Input' }, ['{"id":1}\n'], '{\n  "y": 1\n}\n').outputs).toEqual(['{"id":1,"SageMakerOutput":{"y":1}}']);
  });
});

describe('what cannot be joined fails the object, and says whose fault it is:', () => {
  it.each<[string, Partial<TransformRequest>, string[], string, RegExp, string]>([
    ['a number of results that is not the records\'', { ...CSV, joinSource: 'Input' }, ['1\n', '2\n'], '0\n', /2 records went in and 1 result came back/, 'algorithm'],
    ['an answer that is not JSON', { ...JSON_WHOLE, joinSource: 'Input' }, ['1'], 'ok', /Failed to parse output from the algorithm as JSON/, 'algorithm'],
    ['an input that is not JSON', { ...LINES, joinSource: 'Input' }, ['1\n', 'x\n'], '', /Failed to parse record 2 as JSON/, 'client'],
    ['CSV with a quote that does not end', { ...CSV, inputFilter: '$[0]' }, ['"a\n'], '', /Failed to parse record 1 as CSV/, 'client'],
    ['a column that is not there', { ...CSV, inputFilter: '$[5]' }, ['a,b\n'], '', /InputFilter of record 1: there is no \$\[5\]/, 'client'],
    ['a column of the result that is not there', { ...CSV, outputFilter: '$[5]' }, ['a\n'], 'b\n', /OutputFilter: there is no \$\[5\]/, 'client'],
  ])('%s', (_, parts, records, answer, message, blame) => {
    const work = () => through(parts, records, answer);

    expect(work).toThrow(expect.objectContaining({ message: expect.stringMatching(message) as string, blame }));
  });
});
