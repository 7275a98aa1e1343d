import { completePlan } from './complete-plan';
import { DefinitionError } from './definition-error';
import { type ForeignOption, parseDefinition } from './parse-definition';
import type { AlgorithmPlan } from '../contract/plan';
import type { Problem } from '../contract/problem';
import { checkAlgorithm } from '../request/check-algorithm';
import { isTold } from '../rules/rule';

/** Freezes a value and all it holds. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** A plan and what is worth a word about it. */
export interface Resolved {
  readonly plan: AlgorithmPlan;
  readonly warnings: readonly Problem[];
}

/**
 * Turns a definition into a plan: parse its form, complete it with defaults, check every rule, of the plan and of the request that
 * follows from it, freeze.
 *
 * @param options what the user wrote
 * @param projenOptions projen's own options; asked for only when a key is not one of ours
 * @param more problems that were found elsewhere and belong into the same report
 * @throws DefinitionError with all problems at once
 */
export function resolvePlan(options: object, projenOptions: () => readonly ForeignOption[], more: readonly Problem[] = []): Resolved {
  const { definition, problems: formProblems } = parseDefinition(options, projenOptions);
  const plan = completePlan(definition);
  const { errors, warnings } = checkAlgorithm(plan);
  // A value of the wrong form has been told already; what a rule says of its replacement is noise.
  const problems = [...more, ...formProblems, ...errors.filter((problem) => !isTold(problem, formProblems))];
  if (problems.length > 0) throw new DefinitionError(problems);
  // A copy, so that neither the user's own lists are frozen nor changing them later changes the plan.
  return { plan: deepFreeze(JSON.parse(JSON.stringify(plan)) as AlgorithmPlan), warnings };
}
