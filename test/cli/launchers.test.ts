import { describe, expect, it } from 'vitest';
import { watchLaunchers } from '../../src/cli/launchers';

const BY_NPM = 'HOME=/\0npm_execpath=/npm.js\0';

/** bash 10 → npm 20 → sh 30 → projen 40 → us 50. */
function line() {
  const parents: Record<number, number> = { 50: 40, 40: 30, 30: 20, 20: 10, 10: 1 };
  const environments: Record<number, string> = { 40: BY_NPM, 30: BY_NPM.slice('HOME=/\0'.length), 20: 'HOME=/\0', 10: '' };
  return { parents, isGone: watchLaunchers({ parentOf: (pid) => parents[pid], environmentOf: (pid) => environments[pid] ?? '' }, 50) };
}

describe('watchLaunchers', () => {
  it('sees nothing while all of them live', () => {
    expect(line().isGone()).toBe(false);
  });

  it.each([['projen', 50], ['the shell', 40], ['npm', 30]])('sees that %s is gone', (_, child) => {
    const { parents, isGone } = line();

    parents[child] = 1;

    expect(isGone()).toBe(true);
  });

  it('does not mind that what started npm ends', () => {
    const { parents, isGone } = line();

    parents[20] = 1;

    expect(isGone()).toBe(false);
  });
});
