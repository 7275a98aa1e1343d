import { expect, it } from 'vitest';
import { ReceivedPieces } from '../../../../src/runtime/inference/workers/received-pieces';

it('pieces that were on their way when the answer broke off are left out, as those before them are', async () => {
  const pieces = new ReceivedPieces(() => {}, () => {});
  pieces.push(Buffer.from('2'));

  pieces.end(new Error('late'));
  pieces.push(Buffer.from('3'));

  await expect(pieces.next()).rejects.toThrow('late');
});
