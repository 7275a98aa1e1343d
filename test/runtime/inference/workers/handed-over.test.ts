import { describe, expect, it } from 'vitest';
import type { InvocationRequest } from '../../../../src/runtime/inference/answering';
import { copied, handOverAnswer, handOverRequest, receivedRequest } from '../../../../src/runtime/inference/workers/handed-over';

const LARGE = 100_000;
const request = (body: Buffer): InvocationRequest => ({
  contentType: 'text/csv', accept: 'text/csv', contentTypeHeader: undefined, body, customAttributes: 'a', inferenceId: undefined, sessionId: undefined,
});

/** As the other thread would get it. */
const sent = <T>({ value, transfer }: { value: T; transfer: ArrayBuffer[] }): T => structuredClone(value, { transfer });

describe('a request', () => {
  it.each([['small', Buffer.from('abc')], ['large', Buffer.alloc(LARGE, 7)], ['a part of larger memory', Buffer.alloc(LARGE, 7).subarray(10, 50_000)], ['empty', Buffer.alloc(0)]])(
    'arrives as it was: %s', (_size, body) => {
      const expected = Buffer.from(body);

      const received = receivedRequest(sent(handOverRequest(request(body))));

      expect(Buffer.isBuffer(received.body)).toBe(true);
      expect(received.body.equals(expected)).toBe(true);
      expect(received.customAttributes).toBe('a');
    });

  it('hands over a large body without copying it', () => {
    const body = Buffer.alloc(LARGE, 7);
    sent(handOverRequest(request(body)));

    expect(body.length).toBe(0);
  });

  it('takes no more than its own part of larger memory', () => {
    expect(handOverRequest(request(Buffer.alloc(LARGE).subarray(0, 10))).value.body.buffer.byteLength).toBe(10);
  });
});

describe('an answer', () => {
  it.each([['short text', 'ä'], ['long text', 'ä'.repeat(LARGE)], ['bytes', Buffer.from('ä')], ['many bytes', Buffer.from('ä'.repeat(LARGE))]])('arrives as it was: %s', (_kind, body) => {
    const { body: received } = sent(handOverAnswer({ status: 200, contentType: 'text/csv', body }));

    expect(Buffer.from(received as string).equals(Buffer.from(body as string))).toBe(true);
  });

  it('leaves the bytes of the user where they are', () => {
    const bytes = new Uint8Array(LARGE).fill(7);
    sent(handOverAnswer({ status: 200, contentType: 'text/csv', body: bytes }));
    sent(copied(bytes));

    expect(bytes.length).toBe(LARGE);
  });
});
