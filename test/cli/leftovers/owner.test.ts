import { describe, expect, it } from 'vitest';
import { formatOwner, isDead, ownOwner, parseOwner } from '../../../src/cli/leftovers/owner';

describe('the owner of what a run makes', () => {
  it('is read as it was written', () => {
    const owner = { place: 'fe80::1/4026531836', pid: 7, birth: 'a1b2c3d4.99' };

    expect(parseOwner(formatOwner(owner))).toEqual(owner);
    expect(parseOwner(`${formatOwner(ownOwner())}\n`)).toEqual(ownOwner());
    expect(parseOwner('<no value>')).toBeUndefined();
  });

  it('is dead when its number belongs to another process, and never when it is of another machine', async () => {
    const { place, pid, birth } = ownOwner();

    expect(await isDead({ place, pid, birth })).toBe(false);
    expect(await isDead({ place, pid, birth: `${birth}1` })).toBe(true);
    expect(await isDead({ place: 'elsewhere', pid, birth: `${birth}1` })).toBe(false);
  });
});
