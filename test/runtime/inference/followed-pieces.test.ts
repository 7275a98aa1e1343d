import { describe, expect, it } from 'vitest';
import { FollowedPieces } from '../../../src/runtime/inference/followed-pieces';

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.from('x');
}

describe('pieces that are broken off', () => {
  it('while their reader is busy with the last one have ended then and once', async () => {
    let ends = 0;
    const pieces = new FollowedPieces(endless(), () => void (ends += 1));
    await pieces.next();

    pieces.break(new Error('late'));

    expect(ends).toBe(1);
    await expect(pieces.next()).rejects.toThrow('late');
    expect(ends).toBe(1);
  });
});
