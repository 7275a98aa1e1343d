import { createAlgorithmRequest } from './create-algorithm-request';
import { definitionPath } from './definition-path';
import { taggedImages } from './image-references';
import type { AlgorithmPlan } from '../contract/plan';
import type { Problem } from '../contract/problem';
import { checkPlan } from '../rules/check-plan';
import { checkRequest } from '../rules/check-request';
import type { Checked } from '../rules/rule';

/** Whether a problem is about a place that has been told of, or about a part of it. */
export const isTold = ({ path }: Problem, told: readonly Problem[]): boolean =>
  told.some((other) => path === other.path || path.startsWith(`${other.path}.`) || path.startsWith(`${other.path}[`));

/**
 * Everything that is wrong with a plan and with the request that follows from it, each place once, with paths of the definition.
 * The rules of the plan speak first: they know what the author wrote.
 */
export function checkAlgorithm(plan: AlgorithmPlan): Checked {
  const ofPlan = checkPlan(plan);
  const ofRequest = checkRequest(createAlgorithmRequest(plan, taggedImages(plan)));
  const joined = (own: readonly Problem[], further: readonly Problem[]) => {
    const placed = further.map((problem) => ({ ...problem, path: definitionPath(problem.path) }));
    return [...own, ...placed.filter((problem) => !isTold(problem, own))];
  };
  return { errors: joined(ofPlan.errors, ofRequest.errors), warnings: joined(ofPlan.warnings, ofRequest.warnings) };
}
