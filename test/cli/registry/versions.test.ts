import { describe, expect, it } from 'vitest';
import { versionOf } from '../../../src/cli/registry/versions';

describe('versionOf', () => {
  it('takes only tags of the form vX.Y.Z for versions', () => {
    expect(versionOf(['1.0.0', 'v1', 'release-v1.0.0'])).toBeUndefined();
    expect(versionOf(['x', 'v2.0.0-rc.1'])).toBe('2.0.0-rc.1');
  });

  it.each([
    [['v1.0.0-rc.1', 'v1.0.0'], '1.0.0'],
    [['v1.0.0', 'v1.0.0-rc.1'], '1.0.0'],
    [['v1.9.0', 'v1.10.0', 'v1.2.30'], '1.10.0'],
    [['v1.0.0-rc.2', 'v1.0.0-rc.10', 'v1.0.0-rc'], '1.0.0-rc.10'],
    [['v1.0.0-alpha.1', 'v1.0.0-alpha.beta', 'v1.0.0-2'], '1.0.0-alpha.beta'],
    [['v2.0.0-rc.1', 'v1.0.0'], '1.0.0'],
    [['v1.0.0+b5', 'v1.0.0'], '1.0.0'],
  ])('takes of %j the highest version, releases before pre-releases', (tags, version) => {
    expect(versionOf(tags)).toBe(version);
  });
});
