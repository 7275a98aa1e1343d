import { describe, expect, it } from 'vitest';
import { type Answered, ExpectedValues, predictionsBeside, recordsOf } from '../../../src/cli/html-report/expected-predictions';

function expectedFrom(...texts: string[]): ExpectedValues {
  const expected = new ExpectedValues();
  texts.forEach((text) => expected.add(text));
  return expected;
}

const CSV: Answered = { payload: 'p', contentType: 'text/csv', body: '5.10,3.5\n1,2\n', responseType: 'text/csv; charset=utf-8', answer: 'setosa\nvirginica\n' };

describe('what the sample data expects', () => {
  it('is the first column of the row that goes on as the record does, numbers in any spelling', () => {
    expect(predictionsBeside(CSV, expectedFrom('setosa,5.1,3.50\nvirginica,9,9\n')).predictions).toEqual([
      { record: '5.10, 3.5', prediction: 'setosa', expected: 'setosa' },
      { record: '1, 2', prediction: 'virginica' },
    ]);
  });

  it('is the last column where that side knows more of the records', () => {
    expect(predictionsBeside(CSV, expectedFrom('5.1,3.5,a\n1,2,b\n')).predictions).toMatchObject([{ expected: 'a' }, { expected: 'b' }]);
  });

  it('is nothing where rows contradict each other or none fits', () => {
    expect(predictionsBeside(CSV, expectedFrom('a,5.1,3.5\nb,5.1,3.5\n')).predictions).toEqual([
      { record: '5.10, 3.5', prediction: 'setosa' }, { record: '1, 2', prediction: 'virginica' },
    ]);
  });

  it.each([
    ['application/json', '{"instances": [[5.1, 3.5], [1, 2]]}', [['5.1', '3.5'], ['1', '2']]],
    ['application/json', '[{"features": [1, 2]}, {"a": 1, "b": {"c": 2}}]', [['1', '2'], ['1', '{"c":2}']]],
    ['application/jsonlines', '[1,2]\n\n"x"\n', [['1', '2'], ['x']]],
    ['text/csv', '"a,b",1\r\n', [['a,b', '1']]],
    ['application/json', '{"a": [1], "b": [2]}', undefined],
    ['application/json', '{', undefined],
    ['image/png', 'x', undefined],
    [undefined, 'x', undefined],
  ])('records of %s: %s', (type, text, records) => {
    expect(recordsOf(type, text)).toEqual(records);
  });

  it('says why nothing stands side by side', () => {
    expect(predictionsBeside({ ...CSV, answer: 'one\n' }, expectedFrom()).predictions).toEqual({ absent: 'The request has 2 records and the answer 1 predictions.' });
    expect(predictionsBeside({ ...CSV, responseType: undefined }, expectedFrom()).predictions).toMatchObject({ absent: expect.stringContaining('no type') });
  });
});
