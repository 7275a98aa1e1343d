import { ENTITY_NAME_MAX_CHARS } from '../../contract/algorithm-limits';
import { CONTAINER_ENV } from '../../contract/container-env';
import type { AlgorithmPlan } from '../../contract/plan';

/** Where a project has not said it yet; AWS's own placeholder account. */
const PLACEHOLDER = { region: 'us-east-1', account: '111122223333' } as const;

export function jobName(plan: AlgorithmPlan, runId: string): string {
  const suffix = `-${runId}`;
  return plan.algorithm.name.slice(0, ENTITY_NAME_MAX_CHARS - suffix.length).replace(/-+$/, '') + suffix;
}

/** All that a training container finds in its environment; credentials of this machine never go in. */
export function trainingEnvironment(plan: AlgorithmPlan, runId: string): Record<string, string> {
  const region = plan.ecr.region ?? PLACEHOLDER.region;
  const name = jobName(plan, runId);
  const account = plan.ecr.accountId ?? PLACEHOLDER.account;
  return {
    [CONTAINER_ENV.trainingJobName]: name,
    [CONTAINER_ENV.trainingJobArn]: `arn:aws:sagemaker:${region}:${account}:training-job/${name}`,
    [CONTAINER_ENV.region]: region,
  };
}

export const servingEnvironment = (plan: AlgorithmPlan): Record<string, string> =>
  ({ [CONTAINER_ENV.region]: plan.ecr.region ?? PLACEHOLDER.region });
