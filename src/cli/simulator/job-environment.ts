import type { TransformRequest } from './transform/transform-request';
import { ENTITY_NAME_MAX_CHARS } from '../../contract/algorithm-limits';
import { BATCH_STRATEGY_IN_CONTAINER } from '../../contract/batch-transform';
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

/**
 * What a container finds in a batch transform job: of the job's own parameters only those that the job set.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html
 */
export function transformEnvironment(plan: AlgorithmPlan, job: TransformRequest): Record<string, string> {
  const { batchStrategy, maxConcurrentTransforms, maxPayloadInMb } = job;
  return {
    ...servingEnvironment(plan),
    ...plan.product.inferenceEnvironment,
    ...job.environment,
    [CONTAINER_ENV.batch]: 'true',
    ...(maxPayloadInMb !== undefined && { [CONTAINER_ENV.maxPayloadInMb]: String(maxPayloadInMb) }),
    ...(batchStrategy !== undefined && { [CONTAINER_ENV.batchStrategy]: BATCH_STRATEGY_IN_CONTAINER[batchStrategy] }),
    // 0 asks for the container's own number.
    ...(maxConcurrentTransforms && { [CONTAINER_ENV.maxConcurrentTransforms]: String(maxConcurrentTransforms) }),
  };
}
