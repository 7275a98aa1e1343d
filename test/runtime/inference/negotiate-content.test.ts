import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createNegotiator } from '../../../src/runtime/inference/negotiate-content';

const SPEC = { contentTypes: ['text/csv', 'application/json'], responseTypes: ['application/jsonlines', 'application/json', 'text/csv'] };

function negotiate(headers: Record<string, string>, spec = SPEC, defaultAccept?: string) {
  return createNegotiator(spec, defaultAccept)({ headers } as unknown as IncomingMessage);
}

describe('the type of the request', () => {
  it.each(['text/csv', 'text/csv; charset=utf-8', 'Text/CSV', ' text/csv '])('is %s without parameters and case', (type) => {
    expect(negotiate({ 'content-type': type }).contentType).toBe('text/csv');
  });

  it.each<Record<string, string>>([{}, { 'content-type': '' }, { 'content-type': 'application/x-www-form-urlencoded' }])('is the first declared one with %j', (headers) => {
    expect(negotiate(headers).contentType).toBe('text/csv');
  });

  it('has to be declared', () => {
    expect(() => negotiate({ 'content-type': 'image/png' })).toThrowError(
      expect.objectContaining({ code: 'SMA_RUN_CONTENT_TYPE', status: 415, message: 'content type "image/png" is not supported; use one of text/csv, application/json' }),
    );
  });

  it('may be declared in any case', () => {
    expect(negotiate({ 'content-type': 'text/csv' }, { contentTypes: ['Text/CSV'], responseTypes: ['Text/CSV'] })).toEqual({ contentType: 'text/csv', accept: 'text/csv' });
  });
});

describe('the type of the response', () => {
  it.each<Record<string, string>>([{}, { accept: '' }, { accept: '*/*' }])('is that of the request with %j', (headers) => {
    expect(negotiate({ 'content-type': 'application/json', ...headers }).accept).toBe('application/json');
  });

  it('is the first declared one when that of the request is none', () => {
    expect(negotiate({ 'content-type': 'text/csv' }, { ...SPEC, responseTypes: ['application/json', 'application/jsonlines'] }).accept).toBe('application/json');
  });

  it('is the default of the environment when that is declared', () => {
    expect(negotiate({ 'content-type': 'application/json' }, SPEC, 'text/csv; header=absent').accept).toBe('text/csv');
    expect(negotiate({ 'content-type': 'application/json' }, SPEC, 'image/png').accept).toBe('application/json');
  });

  it('is what the caller accepts', () => {
    expect(negotiate({ accept: 'application/json' }, SPEC, 'text/csv').accept).toBe('application/json');
    expect(negotiate({ accept: 'application/*' }).accept).toBe('application/jsonlines');
  });

  it('is refused when the caller accepts none', () => {
    expect(() => negotiate({ accept: 'image/png' })).toThrowError(expect.objectContaining({ code: 'SMA_RUN_ACCEPT', status: 406 }));
  });
});

it('decides the same again, and goes on deciding after hundreds of different headers', () => {
  const decide = createNegotiator(SPEC);
  for (let index = 0; index < 1000; index++) decide({ headers: { accept: `text/csv;v=${index}` } } as unknown as IncomingMessage);

  expect(decide({ headers: { accept: 'text/csv;v=999' } } as unknown as IncomingMessage).accept).toBe('text/csv');
});
