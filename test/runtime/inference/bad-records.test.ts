import { describe, expect, it } from 'vitest';
import { BadRecordError } from '../../../src/runtime/inference';
import { CSV, JSON_LINES, JSON_TYPE, predicting } from '../support/definitions';
import { serve } from '../support/serve';

/** The first column as a number. */
function valueOf(record: unknown): number {
  const value = Number(Array.isArray(record) ? record[0] : record);
  if (Number.isNaN(value)) throw new BadRecordError(`value is ${JSON.stringify(record)}`);
  return value;
}

function valueOrError(record: unknown): unknown {
  try {
    return valueOf(record);
  } catch (error) {
    return error;
  }
}

const returning = predicting((records) => records.map(valueOrError));
const throwing = predicting((records) => records.map(valueOf));
const throwingWithPlace = predicting((records) => records.map((record, index) => {
  if (Number.isNaN(Number(record))) throw new BadRecordError('is no number', index);
  return Number(record);
}));
const yielding = predicting(async function* (records) {
  for (const record of records) yield valueOrError(record);
});
const throwingWhileYielding = predicting(async function* (records) {
  for (const record of records) yield valueOf(record);
});

const WAYS = [
  ['returned', returning], ['thrown', throwing], ['thrown with its place', throwingWithPlace],
  ['given in a stream', yielding], ['thrown by a stream', throwingWhileYielding],
] as const;

describe.each(WAYS)('a bad record that is %s', (_way, definition) => {
  it.each([
    ['1\nx\n3\n', '1\nERROR\n3\n'],
    ['x\n2\n3', 'ERROR\n2\n3\n'],
    ['1\n2\nx', '1\n2\nERROR\n'],
    ['x\ny\n3\nz\n5', 'ERROR\nERROR\n3\nERROR\n5\n'],
    ['x\ny', 'ERROR\nERROR\n'],
  ])('has a placeholder in its place among others, and no other is shifted: %j', async (body, answer) => {
    const { invoke, log } = await serve(definition, { model: 0 });

    expect(await invoke(body, CSV)).toMatchObject({ status: 200, body: answer });
    expect(log()).toBe('');
  });

  it('is refused when it is the only one in real time', async () => {
    const { invoke } = await serve(definition, { model: 0 });

    expect(await invoke('x', CSV)).toMatchObject({ status: 400, headers: { 'content-type': 'application/json' }, body: expect.stringContaining('SMA_RUN_BAD_RECORD') });
  });

  it('has a placeholder when it is the only one of a request in batch transform', async () => {
    const { invoke } = await serve(definition, { model: 0, isBatch: true });

    expect(await invoke('x', CSV)).toMatchObject({ status: 200, body: 'ERROR\n' });
  });

  it('is always refused when the definition says so', async () => {
    const { invoke } = await serve(definition, { model: 0, isBatch: true, spec: { badRecords: 'refuse' } });

    expect(await invoke('x\n2', CSV)).toMatchObject({ status: 400, body: expect.stringContaining('SMA_RUN_BAD_RECORD') });
    expect(await invoke('1\n2', CSV)).toMatchObject({ status: 200, body: '1\n2\n' });
  });
});

describe('a placeholder', () => {
  it.each<[string, Record<string, string>, string, string]>([
    ['JSON', JSON_TYPE, '[1,"x"]', '{"predictions":[1,{"error":"value is \\"x\\""}]}'],
    ['JSON Lines', JSON_LINES, '1\n"x"\n', '1\n{"error":"value is \\"x\\""}\n'],
    ['JSON Lines for a line that is no JSON', JSON_LINES, '1\n{\n3', '1\n{"error":"…"}\n3\n'],
    ['CSV for a line that is no CSV', CSV, '1\n"2"3\n"x\n4', '1\nERROR\nERROR\n4\n'],
  ])('in %s', async (_case, headers, body, answer) => {
    for (const definition of [returning, yielding]) {
      const { invoke } = await serve(definition, { model: 0 });

      expect((await invoke(body, headers)).body.replace(/the line is not JSON[^"]*/, '…')).toBe(answer);
    }
  });

  it('has a message of one line without paths', async () => {
    const message = 'cannot read /opt/program/data/x.csv:\n  at file:///opt/program/serve.js:3:5, km/h of n/a, see https://example.com/a/b';
    const { invoke } = await serve(predicting((records) => records.map(() => new BadRecordError(message))), { model: 0 });

    const { body } = await invoke('1\n2', JSON_LINES);

    const told = 'cannot read x.csv:   at serve.js:3:5, km/h of n/a, see https://example.com/a/b';
    expect(body.replaceAll(/: +at/g, ':   at')).toBe(`${JSON.stringify({ error: told })}\n`.repeat(2));
  });

  it('is short whatever the message', async () => {
    const { invoke } = await serve(predicting((records) => records.map(() => new BadRecordError('x'.repeat(100_000)))), { model: 0 });

    expect((await invoke('1\n2', JSON_LINES)).body.length).toBeLessThan(1_100);
  });
});

describe('after a throw', () => {
  it('the other records are predicted alone and once each', async () => {
    const calls: string[][] = [];
    const { invoke } = await serve(predicting((records) => {
      calls.push(records.map(String));
      return records.map((record, index) => {
        if (Number.isNaN(Number(record))) throw new BadRecordError('is no number', index);
        return Number(record);
      });
    }), { model: 0 });

    expect((await invoke('1\nx\n3\ny', CSV)).body).toBe('1\nERROR\n3\nERROR\n');
    expect(calls).toEqual([['1', 'x', '3', 'y'], ['1'], ['3'], ['y']]);
  });

  it('of something else the whole request fails', async () => {
    const { invoke } = await serve(predicting((records) => records.map((record) => {
      if (String(record) === 'x') throw new RangeError('bug');
      return valueOf(record);
    })), { model: 0 });

    expect((await invoke('1\nx', CSV)).status).toBe(500);
    expect((await invoke('y\nx', CSV)).status).toBe(500);
  });

  it('of a stream what has been sent stays, and only the rest is predicted again', async () => {
    const calls: number[] = [];
    const { invoke } = await serve(predicting(async function* (records) {
      calls.push(records.length);
      for (const record of records) yield valueOf(record);
    }), { model: 0 });

    expect((await invoke('1\n2\nx\n4\n5', CSV)).body).toBe('1\n2\nERROR\n4\n5\n');
    expect(calls).toEqual([5, 1, 1, 1]);
  });
});

it('no record is predicted when all lines of a request are bad', async () => {
  let calls = 0;
  const { invoke } = await serve(predicting((records) => {
    calls++;
    return records;
  }), { model: 0, isBatch: true });

  expect((await invoke('"a\n"b\n', CSV)).body).toBe('ERROR\nERROR\n');
  expect(calls).toBe(0);
});
