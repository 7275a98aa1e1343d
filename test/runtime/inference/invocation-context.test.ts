import { describe, expect, it } from 'vitest';
import { BadRecordError, type InvocationContext } from '../../../src/runtime/inference';
import { CSV, JSON_TYPE, predicting, raw } from '../support/definitions';
import { serve } from '../support/serve';
import type { Iris } from '../support/spec';

type Say = (context: InvocationContext<Iris>) => void;

const saying = (say: Say, spec = {}) => serve(predicting((records, context) => {
  say(context);
  return records;
}), { model: 0, spec });

describe('a session', () => {
  it('is asked for, begun and ended in headers', async () => {
    const seen: unknown[] = [];
    const { invoke } = await saying((context) => {
      seen.push(context.sessionId);
      if (context.sessionId === 'NEW_SESSION') context.startSession('chat-1', new Date('2026-11-24T12:00:00.987Z'));
      else if (context.sessionId) context.closeSession(context.sessionId);
    });
    const session = (id: string) => ({ ...CSV, 'X-Amzn-SageMaker-Session-Id': id });

    expect((await invoke('1', session('NEW_SESSION'))).headers).toMatchObject({ 'x-amzn-sagemaker-new-session-id': 'chat-1; Expires=2026-11-24T12:00:00Z' });
    expect((await invoke('1', session('chat-1'))).headers).toMatchObject({ 'x-amzn-sagemaker-closed-session-id': 'chat-1' });
    const { headers } = await invoke('1', CSV);
    expect(Object.keys(headers).filter((name) => name.includes('session'))).toEqual([]);
    expect(seen).toEqual(['NEW_SESSION', 'chat-1', undefined]);
  });

  it.each<[string, Say]>([
    ['an id with a line break', (context) => context.startSession('a\r\nSet-Cookie: b', new Date())],
    ['an id with a line break to end', (context) => context.closeSession('a\nb')],
    ['no id', (context) => context.startSession('', new Date())],
    ['an id of 227 characters', (context) => context.startSession('a'.repeat(227), new Date())],
    ['an id of 257 characters to end', (context) => context.closeSession('a'.repeat(257))],
    ['no time', (context) => context.startSession('a', new Date(NaN))],
    ['a year of six digits', (context) => context.startSession('a'.repeat(226), new Date(8.64e15))],
  ])('cannot have %s', async (_case, say) => {
    const { invoke, log } = await saying(say);

    expect((await invoke('1', CSV)).status).toBe(500);
    expect(log()).toContain('SMA_RUN_SESSION');
  });

  it('may have an id of 226 characters', async () => {
    const { invoke } = await saying((context) => context.startSession('a'.repeat(226), new Date()));

    expect((await invoke('1', CSV)).status).toBe(200);
  });
});

describe('metering', () => {
  const metering = { dimension: 'inference.count' };
  const HEADER = 'x-amzn-inference-metering';
  const told = (headers: object) => JSON.parse((headers as Record<string, string>)[HEADER]);

  it('tells the number of records with every good answer', async () => {
    const { invoke } = await saying(() => {}, { metering });

    expect(told((await invoke('1', CSV)).headers)).toEqual({ Dimension: 'inference.count', ConsumedUnits: 1 });
    expect(told((await invoke('[1,2,3]', JSON_TYPE)).headers)).toEqual({ Dimension: 'inference.count', ConsumedUnits: 3 });
  });

  it('tells what the predictor says, which knows the default', async () => {
    const { invoke } = await saying((context) => void (context.consumedUnits *= 10), { metering });

    expect(told((await invoke('1\n2', CSV)).headers).ConsumedUnits).toBe(20);
  });

  it('tells 1 for a raw answer, and of good ones only', async () => {
    const { invoke } = await serve(raw(({ body }) => ({ body: 'x', status: Number(body) })), { model: 0, spec: { metering } });

    expect(told((await invoke('201', CSV)).headers).ConsumedUnits).toBe(1);
    expect((await invoke('302', CSV)).headers).not.toHaveProperty(HEADER);
    expect((await invoke('422', CSV)).headers).not.toHaveProperty(HEADER);
  });

  it('tells what a stream says before its first prediction', async () => {
    const { invoke } = await serve(predicting(async function* (records, context) {
      context.consumedUnits = 5;
      yield* records;
    }), { model: 0, spec: { metering } });

    expect(told((await invoke('1', CSV)).headers).ConsumedUnits).toBe(5);
  });

  it.each<[string, () => never]>([
    ['the caller', () => { throw new BadRecordError('is bad'); }], ['the algorithm', () => { throw new Error('bug'); }],
  ])('tells nothing with an error of %s', async (_case, fail) => {
    const { invoke } = await saying(fail, { metering });

    expect((await invoke('1', CSV)).headers).not.toHaveProperty(HEADER);
  });

  it('is not there when the definition has none', async () => {
    const { invoke } = await saying(() => {});

    expect((await invoke('1', CSV)).headers).not.toHaveProperty(HEADER);
  });

  it.each([0, -1, 1.5, NaN, Infinity])('cannot be %d units', async (units) => {
    const { invoke, log } = await saying((context) => void (context.consumedUnits = units), { metering });

    expect((await invoke('1', CSV)).status).toBe(500);
    expect(log()).toContain(`SMA_RUN_CONSUMED_UNITS  consumedUnits is ${units}`);
  });

  it('cannot be set when the definition has none', async () => {
    const { invoke, log } = await saying((context) => void (context.consumedUnits = 1));

    expect((await invoke('1', CSV)).status).toBe(500);
    expect(log()).toContain('SMA_RUN_CONSUMED_UNITS  consumedUnits is set, and the algorithm declares no metering');
  });
});

it.each(['text/csv\r\nX-Evil: 1', 'x'.repeat(1025), 'täxt/csv', 5])('a raw answer cannot have the content type %j', async (contentType) => {
  const { invoke, log } = await serve(raw(() => ({ body: '1', contentType })), { model: 0 });

  expect((await invoke('1', CSV)).status).toBe(500);
  expect(log()).toContain('SMA_RUN_RESPONSE  invoke gave a contentType that');
});
