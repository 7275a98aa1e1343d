/** The only place that imports the AWS SDK's client of SageMaker; loaded lazily, see sagemaker.ts. */
import {
  CreateAlgorithmCommand, DescribeAlgorithmCommand, SageMakerClient, type AlgorithmStatusItem, type CreateAlgorithmCommandInput,
} from '@aws-sdk/client-sagemaker';
import { awsError, mayBeOwn } from './aws-error';
import { regionMissing, type AlgorithmPart, type AlgorithmState, type AlgorithmStatus, type SageMaker } from './sagemaker';
import { plainText } from '../aws/plain-text';
import { type AwsTarget, chainRegion, sdkOptions } from '../aws/sdk-options';

const clientFor = (target: AwsTarget): SageMakerClient => new SageMakerClient(sdkOptions(target));

export const sessionRegion = (profile: string | undefined): Promise<string | undefined> => chainRegion(clientFor({ profile }));

export async function connect(target: AwsTarget): Promise<SageMaker> {
  const region = target.region ?? await sessionRegion(target.profile);
  if (region === undefined) throw regionMissing();
  const client = clientFor({ ...target, region });
  return {
    region,
    async createAlgorithm(request) {
      const beganAt = Date.now();
      try {
        // Instance types that are newer than the SDK are the only difference of the two types.
        return (await client.send(new CreateAlgorithmCommand(request as CreateAlgorithmCommandInput))).AlgorithmArn ?? '';
      } catch (error) {
        const call = { action: 'sagemaker:CreateAlgorithm', algorithm: request.AlgorithmName, region } as const;
        const own = mayBeOwn(error, call) ? await madeSince(client, request.AlgorithmName, beganAt) : undefined;
        if (own === undefined) throw awsError(error, call);
        return own;
      }
    },
    async describeAlgorithm(name, signal) {
      try {
        const found = await client.send(new DescribeAlgorithmCommand({ AlgorithmName: name }), { abortSignal: signal });
        return {
          name: found.AlgorithmName ?? name,
          arn: found.AlgorithmArn ?? '',
          status: found.AlgorithmStatus as AlgorithmStatus,
          createdAt: found.CreationTime?.getTime(),
          parts: [
            ...(found.AlgorithmStatusDetails?.ImageScanStatuses ?? []).map(part('image scan')),
            ...(found.AlgorithmStatusDetails?.ValidationStatuses ?? []).map(part('validation')),
          ],
        } satisfies AlgorithmState;
      } catch (error) {
        signal.throwIfAborted();
        throw awsError(error, { action: 'sagemaker:DescribeAlgorithm', algorithm: name, region });
      }
    },
    close: () => client.destroy(),
  };
}

/** AWS may cut the time of creation to whole seconds. Unit: ms. */
const TIME_STEP_MS = 1_000;

/** The ARN of an algorithm that was made since then; undefined where it is older, or nobody can say. */
async function madeSince(client: SageMakerClient, name: string, time: number): Promise<string | undefined> {
  try {
    const { AlgorithmArn, CreationTime } = await client.send(new DescribeAlgorithmCommand({ AlgorithmName: name }));
    return CreationTime !== undefined && CreationTime.getTime() > time - TIME_STEP_MS ? AlgorithmArn : undefined;
  } catch {
    // What the conflict says is told then.
    return undefined;
  }
}

const part = (kind: AlgorithmPart['kind']) => ({ Name, Status, FailureReason }: AlgorithmStatusItem): AlgorithmPart =>
  ({ kind, name: Name ?? '', status: Status ?? '', ...(FailureReason && { failureReason: plainText(FailureReason) }) });
