import type { Change } from './compatibility/change-kinds';
import { inferenceChanges } from './compatibility/inference-changes';
import { changedSwitch, changedValue } from './compatibility/list-changes';
import { otherChanges } from './compatibility/other-changes';
import { trainingChanges } from './compatibility/training-changes';
import type { CreateAlgorithmRequest } from '../contract/create-algorithm';

export { CHANGE_KINDS, type Change, type ChangeKind, type Verdict } from './compatibility/change-kinds';

/** Which part of a version `major.minor.patch` has to rise. */
export type VersionStep = 'major' | 'minor' | 'patch' | 'none';

const SEVERITY = ['breaking', 'safe', 'neutral'] as const;

/**
 * What changed between two CreateAlgorithm requests, for somebody who uses the old one: the worst first, and within a verdict in
 * the order of the request. Requests that differ have at least one change, except where they say the same in another way: the order
 * of a list that means nothing, a number written differently, an absent member and what it stands for. Pure.
 *
 * @param old a request of whichever tool, of the form that `readRequest` checks
 */
export function compareRequests(old: CreateAlgorithmRequest, now: CreateAlgorithmRequest): Change[] {
  const changes = [
    ...changedValue('name-changed', 'AlgorithmName', old.AlgorithmName, now.AlgorithmName),
    ...changedValue('description-changed', 'AlgorithmDescription', old.AlgorithmDescription, now.AlgorithmDescription),
    ...trainingChanges(old.TrainingSpecification, now.TrainingSpecification),
    ...inferenceChanges(old.InferenceSpecification, now.InferenceSpecification),
    ...changedValue('validation-changed', 'ValidationSpecification', old.ValidationSpecification, now.ValidationSpecification),
    ...changedSwitch('CertifyForMarketplace', old.CertifyForMarketplace, now.CertifyForMarketplace,
      'marketplace-certification-added', 'marketplace-certification-removed'),
    ...changedValue('tags-changed', 'Tags', old.Tags, now.Tags),
    ...otherChanges(old, now),
  ];
  return SEVERITY.flatMap((verdict) => changes.filter((item) => item.verdict === verdict));
}

/** By semantic versioning: what breaks users is major, what gives them more is minor, the rest is a patch. */
export function versionStep(changes: readonly Change[]): VersionStep {
  if (changes.length === 0) return 'none';
  if (changes.some(({ verdict }) => verdict === 'breaking')) return 'major';
  return changes.some(({ verdict }) => verdict === 'safe') ? 'minor' : 'patch';
}
