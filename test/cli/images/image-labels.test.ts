import { describe, expect, it } from 'vitest';
import { buildLabels } from '../../../src/cli/images/image-labels';
import { FIXTURE_PLAN } from '../support/fixture-project';

const { version: _, ...algorithm } = FIXTURE_PLAN.algorithm;
const UNVERSIONED = { dir: '/p', plan: { ...FIXTURE_PLAN, algorithm } };
const commit = { sha: 'abc', at: '2026-11-24T12:00:00Z' };

describe('the labels of a build', () => {
  it('say commit, version of git, definition and tool', () => {
    expect(buildLabels(UNVERSIONED, { commit, version: '2.0.0', toolVersion: '1.0.0' })).toEqual({
      'org.opencontainers.image.revision': 'abc',
      'org.opencontainers.image.created': '2026-11-24T12:00:00Z',
      'org.opencontainers.image.version': '2.0.0',
      'sm-algorithm.definition': expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      'sm-algorithm.version': '1.0.0',
    });
  });

  it('say no commit and no time where the tree differs from it', () => {
    expect(Object.keys(buildLabels(UNVERSIONED, { toolVersion: '1' }))).toEqual(['sm-algorithm.definition', 'sm-algorithm.version']);
  });

  it('leave the version to the Dockerfile where the definition has it', () => {
    expect(buildLabels({ dir: '/p', plan: FIXTURE_PLAN }, { version: '1.2.3', toolVersion: '1' })).not.toHaveProperty(['org.opencontainers.image.version']);
  });

  it('differ where the definition does', () => {
    const of = (plan: typeof FIXTURE_PLAN) => buildLabels({ dir: '/p', plan }, { toolVersion: '1' })['sm-algorithm.definition'];

    expect(of({ ...FIXTURE_PLAN, description: 'x' })).not.toBe(of(FIXTURE_PLAN));
  });
});
