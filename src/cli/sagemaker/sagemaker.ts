/** SageMaker as the commands see it; the SDK behind it is loaded by those that call, and by nobody else. */
import type { CreateAlgorithmRequest } from '../../contract/create-algorithm';
import { type AwsTarget, hushVersionWarning } from '../aws/sdk-options';
import { CliError } from '../cli-error';

/** `Deleting` comes from somebody else; the rest are the life of a resource in order. */
export type AlgorithmStatus = 'Pending' | 'InProgress' | 'Completed' | 'Failed' | 'Deleting';

/** One image scan or one job of the validation. */
export interface AlgorithmPart {
  readonly kind: 'image scan' | 'validation';
  readonly name: string;
  readonly status: string;
  readonly failureReason?: string;
}

/** An algorithm in AWS. */
export interface AlgorithmState {
  readonly name: string;
  readonly arn: string;
  readonly status: AlgorithmStatus;
  /** Unit: ms since 1970, by AWS's clock. */
  readonly createdAt?: number;
  readonly parts: readonly AlgorithmPart[];
}

/** What throws here is a CliError; an abort throws the signal's reason. */
export interface SageMaker {
  readonly region: string;
  /** Makes the algorithm; returns its ARN. Never given up halfway: nobody would know whether it was made. */
  createAlgorithm(request: CreateAlgorithmRequest): Promise<string>;
  describeAlgorithm(name: string, signal: AbortSignal): Promise<AlgorithmState>;
  close(): void;
}

/** Connects; credentials are asked for with the first call. */
export async function openSageMaker(target: AwsTarget): Promise<SageMaker> {
  hushVersionWarning();
  const { connect } = await import('./client');
  return connect(target);
}

/** The Region that the environment or the profile says; undefined where they say none. */
export async function sessionRegion(profile: string | undefined): Promise<string | undefined> {
  hushVersionWarning();
  return (await import('./client')).sessionRegion(profile);
}

export const regionMissing = (): CliError => new CliError('SMA_CLI_AWS_REGION', {
  what: 'no AWS Region is known.',
  why: 'an algorithm lives in one Region, that of its images',
  fix: 'set ecrRegion in .projenrc.ts, or give --region',
});
