import { describe, expect, it, test } from 'vitest';
import { grown, lineSamples, recordsOf, samplePerType } from '../../../../src/cli/conformance/inference/records';
import { tmpDir } from '../../../support/tmp-dir';
import { servedByHand } from '../serving-by-hand';

const payload = (contentType: string, text: string, accept = contentType) => ({ name: 'sample', contentType, accept, body: Buffer.from(text) });

describe('the records of a sample request', () => {
  it.each([
    ['text/csv', 'a,1\n\nb,2', ['a,1', 'b,2'], 'b,2\n'],
    ['application/jsonlines', '[1]\r\n{"a": 2}\n', ['[1]', '{"a": 2}'], '{"a": 2}\n'],
    ['application/json', '{"instances": [[1], [2]]}', ['[1]', '[2]'], '{"instances":[[2]]}'],
    ['application/json', '[1, {"a": 2}]', ['1', '{"a":2}'], '[{"a":2}]'],
  ])('%s are taken apart and put together again', (type, text, records, last) => {
    const sample = recordsOf(payload(type, text));

    expect(sample?.records).toEqual(records);
    expect(sample?.with(records.slice(-1)).body.toString()).toBe(last);
  });

  it.each([['image/png', 'x'], ['application/json', '{"a": 1}'], ['application/json', 'no JSON'], ['text/csv', '\n']])('of %s are not known: %j', (type, text) => {
    expect(recordsOf(payload(type, text))).toBeUndefined();
  });
});

describe('a sample request that grows', () => {
  it.each([['text/csv', 'a,1\nbc,2\n'], ['application/jsonlines', '[1]\n[22]'], ['application/json', '{"instances": [[1], [22]]}'], ['image/png', 'abc']])(
    'is as large as wanted and no larger: %s', (type, text) => {
      const { byteLength } = grown(payload(type, text), 1_000).body;

      expect(byteLength).toBeLessThanOrEqual(1_000);
      expect(byteLength).toBeGreaterThan(980);
    });

  it('consists of whole records', () => {
    expect(grown(payload('text/csv', 'a,1\nb,2'), 25).body.toString()).toBe('a,1\nb,2\na,1\nb,2\na,1\nb,2\n');
    expect(JSON.parse(grown(payload('application/json', '[[1], [2]]'), 25).body.toString())).toEqual([[1], [2], [1], [2]]);
  });
});

test('there is one sample for each type, and those of lines are answered with lines', () => {
  const facts = servedByHand(tmpDir());
  const [csv] = facts.payloads;

  expect(samplePerType([...facts.payloads, csv]).map(({ contentType }) => contentType)).toEqual(facts.contentTypes);
  expect(lineSamples(facts).map((sample) => sample.payload.accept)).toEqual(['text/csv', 'application/jsonlines']);
  expect(lineSamples({ ...facts, responseTypes: ['application/jsonlines'] }).map((sample) => sample.payload.accept)).toEqual(['application/jsonlines', 'application/jsonlines']);
  expect(lineSamples({ ...facts, responseTypes: ['application/json'] })).toEqual([]);
});
