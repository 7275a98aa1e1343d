import { describe, expect, it } from 'vitest';
import { acceptKey, closeCode, decodeFrame, encodeFrame, OPCODE } from '../../../../src/cli/conformance/inference/web-socket';

describe('frames of a WebSocket', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 200_000])('keep %i bytes', (length) => {
    const sent = encodeFrame({ opcode: OPCODE.binary, fin: false, payload: Buffer.alloc(length, 7) });
    // A server sends the same without the mask, its flag and its four bytes.
    const head = sent.length - length - 4;
    const answer = Buffer.concat([sent.subarray(0, 1), Buffer.from([sent[1] - 0x80]), sent.subarray(2, head), sent.subarray(head + 4)]);
    const { frame, size } = decodeFrame(answer)!;

    expect([frame.opcode, frame.fin, frame.payload.length, size]).toEqual([OPCODE.binary, false, length, answer.length]);
  });

  it('are masked, as those of a client have to be', () => {
    const bytes = encodeFrame({ opcode: OPCODE.text, fin: true, payload: Buffer.from('Hello') });

    expect([...bytes]).toEqual([0x81, 0x85, 0, 0, 0, 0, ...Buffer.from('Hello')]);
  });

  it('are read without a mask, as a server sends them, and not before they are whole', () => {
    const hello = Buffer.from([0x81, 0x05, ...Buffer.from('Hello')]);

    expect(decodeFrame(hello)!.frame.payload.toString()).toBe('Hello');
    for (let cut = 0; cut < hello.length; cut += 1) expect(decodeFrame(hello.subarray(0, cut))).toBeUndefined();
  });

  it('say why a connection is closed, if they do', () => {
    expect(closeCode({ opcode: OPCODE.close, fin: true, payload: Buffer.from([0x03, 0xe8]) })).toBe(1_000);
    expect(closeCode({ opcode: OPCODE.close, fin: true, payload: Buffer.alloc(0) })).toBeUndefined();
  });

  it('follow an answer that is made from the key, by the example of RFC 6455', () => {
    expect(acceptKey('dGhlIHNhbXBsZSBub25jZQ==')).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });
});
