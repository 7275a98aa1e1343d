import { describe, expect, it } from 'vitest';
import type { GitState } from '../../../src/cli/registry/git-state';
import { pushTargets, registryOf, withoutStrangeRevision, type ReadyTarget } from '../../../src/cli/registry/push-plan';
import { localRefusals, sessionRefusals, type LocalFacts } from '../../../src/cli/registry/push-refusals';
import { FIXTURE_PLAN } from '../support/fixture-project';

const HOST = '111122223333.dkr.ecr.us-east-1.amazonaws.com';
const NAMES = ['training', 'inference'].flatMap((name) => ['1.2.3', 'abc1234'].map((tag) => ({ from: `sma-test-${name}:latest`, to: `${HOST}/team/sma-test-${name}:${tag}` })));
const CLEAN: GitState = { repository: true, dirty: false, sha: 'abc1234def', shortSha: 'abc1234' };
const targets = pushTargets(FIXTURE_PLAN.images, NAMES);
const ready: ReadyTarget[] = targets.map((target) => ({
  ...target, route: { by: 'push' }, local: { id: 'sha256:1', idOf: 'config', platform: 'linux/amd64', layers: [], created: '', revision: 'abc1234def', convertible: false },
}));
const facts: LocalFacts = { plan: FIXTURE_PLAN, registry: registryOf(targets), git: CLEAN, targets: ready, stale: [] };

describe('what will be pushed', () => {
  it('is grouped by image', () => {
    expect(targets[0]).toEqual({
      name: 'training', from: 'sma-test-training:latest', registryName: `${HOST}/team/sma-test-training`, host: HOST, repository: 'team/sma-test-training',
      tags: ['1.2.3', 'abc1234'], platform: 'linux/amd64',
    });
    expect(registryOf(targets, 'p')).toEqual({ accountId: '111122223333', region: 'us-east-1', profile: 'p' });
  });

  it('has no tag of a revision that it was not built from', () => {
    const older = { ...ready[0], local: { ...ready[0].local, revision: 'fff' } };

    expect(withoutStrangeRevision(ready[0], CLEAN).tags).toEqual(['1.2.3', 'abc1234']);
    expect(withoutStrangeRevision(older, CLEAN).tags).toEqual(['1.2.3']);
  });
});

describe('a push is refused', () => {
  it('never where definition, git and images agree', () => {
    expect(localRefusals(facts, {})).toEqual([]);
    expect(sessionRefusals(facts.registry, '111122223333', 'us-east-1', {})).toEqual([]);
    expect(sessionRefusals(facts.registry, '111122223333', undefined, {})).toEqual([]);
  });

  const wrong: LocalFacts = {
    ...facts, registry: { accountId: '999988887777', region: 'eu-west-1' }, targets: [{ ...ready[0], local: { ...ready[0].local, platform: 'linux/arm64' } }],
  };

  it('for everything that differs, each with the option that allows it', () => {
    const found = [...localRefusals({ ...wrong, git: { ...CLEAN, dirty: true } }, {}), ...localRefusals({ ...facts, stale: ['x:latest'] }, {}), ...sessionRefusals(facts.registry, '1', 'eu-west-1', {})];

    expect(found.map((line) => /\((--[\w-]+)\)$/.exec(line)?.[1])).toEqual([
      '--allow-other-account', '--allow-other-region', '--allow-dirty', '--allow-other-platform', '--allow-dirty', '--allow-other-account', '--allow-other-region',
    ]);
  });

  it('not for what is allowed', () => {
    const all = { allowDirty: true, allowOtherAccount: true, allowOtherRegion: true, allowOtherPlatform: true };

    expect(localRefusals({ ...wrong, git: { ...CLEAN, dirty: true }, stale: ['x'] }, all)).toEqual([]);
    expect(sessionRefusals(facts.registry, '1', 'eu-west-1', all)).toEqual([]);
  });
});
