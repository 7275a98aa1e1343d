import { describe, expect, it } from 'vitest';
import { checkTransformRequest, DEFAULT_REQUEST, type TransformRequest } from '../../../../src/cli/simulator/transform/transform-request';

const CSV: Partial<TransformRequest> = { contentType: 'text/csv; charset=utf-8', accept: 'text/csv', splitType: 'Line', assembleWith: 'Line' };
const check = (parts: Partial<TransformRequest>) => checkTransformRequest({ ...DEFAULT_REQUEST, ...parts });

describe('a transform job', () => {
  it('may be any that the service takes', () => {
    expect(check({})).toEqual([]);
    expect(check({ maxConcurrentTransforms: 16, maxPayloadInMb: 6 })).toEqual([]);
    expect(check({ invocationsTimeoutSeconds: 3600, invocationsMaxRetries: 0 })).toEqual([]);
    expect(check({ maxConcurrentTransforms: 500, maxPayloadInMb: 0 })).toEqual([]);
    expect(check({ ...CSV, joinSource: 'Input', inputFilter: '$[1:]', outputFilter: '$[0,-1]' })).toEqual([]);
    expect(check({ contentType: 'application/json', accept: 'application/json', joinSource: 'Input', inputFilter: '$.x' })).toEqual([]);
  });

  it.each<[string, Partial<TransformRequest>, RegExp]>([
    ['100 MB at once', { maxConcurrentTransforms: 17, maxPayloadInMb: 6 }, /MaxConcurrentTransforms × MaxPayloadInMB is 17 × 6; it may be 100 at most/],
    ['100 MB in one request', { maxPayloadInMb: 101 }, /MaxPayloadInMB is 101; it has to be a whole number from 0 to 100/],
    ['an hour for an answer', { invocationsTimeoutSeconds: 3601 }, /InvocationsTimeoutInSeconds is 3601; .* from 1 to 3600/],
    ['3 repetitions', { invocationsMaxRetries: 4 }, /InvocationsMaxRetries is 4; .* from 0 to 3/],
    ['16 variables', { environment: Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`V${at}`, ''])) }, /Environment has 17 variables; SageMaker takes 16/],
    ['names of variables', { environment: { 'A-B': '' } }, /Environment: the name "A-B" has to be letters/],
    ['10240 characters of a variable', { environment: { A: 'x'.repeat(10_241) } }, /Environment: A has 10241 characters/],
    ['one type for a join', { ...CSV, accept: 'application/json', joinSource: 'Input' }, /ContentType .* and Accept .* differ/],
    ['one way of splitting and assembling for a join', { ...CSV, assembleWith: 'None', joinSource: 'Input' }, /SplitType \(Line\) and AssembleWith \(None\) differ/],
    ['types that filters understand', { contentType: 'image/png', accept: 'text/csv', inputFilter: '$[0]' }, /ContentType is image\/png; filters and joins take text\/csv/],
    ['an accept for filters', { contentType: 'application/json', inputFilter: '$.x' }, /Accept is not set/],
    ['rows for filters of CSV', { contentType: 'text/csv', accept: 'text/csv', inputFilter: '$[0]' }, /SplitType is None; filters and joins of text\/csv take/],
    ['positions for filters of CSV', { ...CSV, outputFilter: '$.id' }, /OutputFilter "\$\.id" names attributes/],
    ['the operators of the service', { ...CSV, inputFilter: '$..x' }, /InputFilter "\$\.\.x" uses the descent/],
    ['lines for filters', { contentType: 'application/json', accept: 'application/json', splitType: 'RecordIO', inputFilter: '$.x' }, /SplitType is RecordIO/],
  ])('has to keep to %s', (_, parts, message) => {
    expect(check(parts).join('\n')).toMatch(message);
  });

  it('is told every problem at once', () => {
    expect(check({ maxPayloadInMb: 101, invocationsMaxRetries: 9, environment: { 1: '' } })).toHaveLength(4);
  });
});
