import { describe, expect, it } from 'vitest';
import { packageNameOf, pinExternals, strangeVersions, type Lockfile } from '../../../src/cli/images/lockfile';

const lock: Lockfile = {
  lockfileVersion: 3,
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0', resolved: 'https://r/a.tgz' },
    'node_modules/@s/b': { version: '2.0.0', resolved: 'https://r/b.tgz' },
    'node_modules/@s/b/node_modules/a': { version: '0.9.0', resolved: 'https://r/a.tgz' },
    'node_modules/linked': { resolved: '../linked', link: true },
  },
};

describe('lockfile', () => {
  it('names packages by the last folder', () => {
    expect(packageNameOf('node_modules/@s/b/node_modules/a')).toBe('a');
    expect(packageNameOf('node_modules/@s/b')).toBe('@s/b');
  });

  it('pins externals to the version at the top', () => {
    expect(pinExternals(lock, ['a', '@s/b'])).toEqual({ pinned: { 'a': '1.0.0', '@s/b': '2.0.0' }, problems: [] });
  });

  it('refuses what is not installed and what is a folder of this machine', () => {
    const { problems } = pinExternals(lock, ['gone', 'linked']);

    expect(problems).toEqual([expect.stringContaining('gone is not installed'), expect.stringContaining('linked is a local folder')]);
  });

  it('finds versions that the project does not have', () => {
    const reduced = (version: string): Lockfile => ({ lockfileVersion: 3, packages: { '': {}, 'node_modules/a': { version } } });

    expect(strangeVersions(lock, reduced('0.9.0'))).toEqual([]);
    expect(strangeVersions(lock, reduced('1.1.0'))).toEqual(['a@1.1.0']);
  });
});
