import { expect, it } from 'vitest';
import { pause } from '../../src/cli/interruption';
import { together } from '../../src/cli/together';

it('gives all values in their order', async () => {
  expect(await together(pause(5).then(() => 'a'), Promise.resolve(1))).toEqual(['a', 1]);
});

it('throws what went wrong first, when everything has come to its end', async () => {
  let ended = false;
  const slow = pause(30).then(() => { ended = true; });

  await expect(together(slow, Promise.reject(new Error('first')), pause(5).then(() => { throw new Error('second'); }))).rejects.toThrow('first');
  expect(ended).toBe(true);
});
