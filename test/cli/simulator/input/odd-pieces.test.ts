import { describe, expect, it } from 'vitest';
import { bytesOf } from './job-channels';
import { inOddPieces } from '../../../../src/cli/simulator/input/odd-pieces';

describe('inOddPieces', () => {
  it('cuts at places that nothing in the data asks for, over the borders of chunks, and loses nothing', async () => {
    const chunks = ['0123456789', 'abcdefghijklmnop'].map((text) => Buffer.from(text));
    const sizes: number[] = [];
    for await (const piece of inOddPieces(chunks)) sizes.push(piece.length);

    expect(sizes).toEqual([1, 2, 3, 4, 7, 9]);
    expect(await bytesOf(inOddPieces(chunks))).toEqual(Buffer.concat(chunks));
  });
});
