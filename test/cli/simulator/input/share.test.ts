import { describe, expect, it } from 'vitest';
import { channel } from './job-channels';
import { ONLY_HOST, shareOf, shuffled } from '../../../../src/cli/simulator/input/share';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const sharded = (parts: Parameters<typeof channel>[0]) => channel({ ...parts, distribution: 'ShardedByS3Key' });
const keysOf = (share: ReturnType<typeof shareOf>) => share.flat().map((piece) => ('key' in piece ? piece.key : piece.text));
const dealt = (one: ReturnType<typeof channel>, count: number, epoch = 0) =>
  Array.from({ length: count }, (_, index) => keysOf(shareOf(one, { index, count }, epoch)));

describe('shareOf', () => {
  it('gives every host everything, unless the channel is sharded', () => {
    expect(dealt(channel({ keys: KEYS }), 2)).toEqual([KEYS, KEYS]);
  });

  it('deals the objects by the order of their keys: each is one host\'s, and no host has more than one too many', () => {
    expect(dealt(sharded({ keys: KEYS }), 3)).toEqual([['a', 'd', 'g'], ['b', 'e'], ['c', 'f']]);
    expect(dealt(sharded({ keys: KEYS }), 3, 4)).toEqual([['a', 'd', 'g'], ['b', 'e'], ['c', 'f']]);
  });

  it('leaves hosts without anything where there are fewer objects than hosts', () => {
    expect(dealt(sharded({ keys: ['a', 'b'] }), 4)).toEqual([['a'], ['b'], [], []]);
  });

  it('gives one host all of a sharded channel', () => {
    expect(keysOf(shareOf(sharded({ keys: KEYS }), ONLY_HOST, 0))).toEqual(KEYS);
  });

  it('changes the order of a shuffled channel in each epoch, the same way for all hosts', () => {
    const one = channel({ keys: KEYS, shuffleSeed: '7' });
    const [first, second] = [0, 1].map((epoch) => dealt(one, 2, epoch));

    expect(first[0]).toEqual(first[1]);
    expect(first[0]).not.toEqual(KEYS);
    expect(second[0]).not.toEqual(first[0]);
    expect([...second[0]].sort()).toEqual(KEYS);
  });

  it('deals a shuffled, sharded channel anew in each epoch, each object to one host', () => {
    const one = sharded({ keys: KEYS, shuffleSeed: '7' });
    const epochs = [0, 1, 2].map((epoch) => dealt(one, 2, epoch));

    for (const shares of epochs) expect(shares.flat().sort()).toEqual(KEYS);
    expect(new Set(epochs.map(([first]) => [...first].sort().join(''))).size).toBeGreaterThan(1);
  });
});

describe('shuffled', () => {
  it('depends on seed and epoch alone', () => {
    const order = (seed: string, epoch: number) => shuffled(KEYS, seed, epoch).join('');

    expect(order('1', 0)).toBe(order('1', 0));
    expect(new Set([order('1', 0), order('1', 1), order('2', 0), order('-9223372036854775808', 0)]).size).toBe(4);
  });

  it('favours no place', () => {
    const firsts = Array.from({ length: 700 }, (_, epoch) => shuffled(KEYS, 's', epoch)[0]);

    for (const key of KEYS) {
      const times = firsts.filter((first) => first === key).length;
      // 100 expected, with a deviation of about 9.
      expect(times).toBeGreaterThan(60);
      expect(times).toBeLessThan(140);
    }
  });
});
