/** What AWS and its SDK throw of Amazon ECR, as errors that a person can put right. */
import { partitionName } from '../../contract/ecr';
import { said, type AwsCall, type SdkError, type Told, toldOf } from '../aws/aws-error';
import { CliError } from '../cli-error';

/** What was being done. */
export interface EcrCall {
  /** As in a policy: `ecr:BatchGetImage`. */
  readonly action: `ecr:${string}` | 'sts:GetCallerIdentity';
  readonly accountId: string;
  readonly region: string;
  /** Absent where it is not about one. */
  readonly repository?: string;
  readonly tag?: string;
}

type WholeCall = EcrCall & AwsCall;

const described = (call: EcrCall): WholeCall => ({
  ...call,
  service: call.action.startsWith('sts:') ? 'AWS STS' : 'Amazon ECR',
  resource: call.repository === undefined ? '*' : `arn:${partitionName(call.region)}:ecr:${call.region}:${call.accountId}:repository/${call.repository}`,
  ...(/:(Create|Put)/.test(call.action) && { perhapsDone: 'it may have been done all the same' }),
  again: 'what is pushed stays, and is not pushed twice',
});

/** For an error of AWS and for the refusal before a push alike. */
export const repositoryMissing = (repositories: readonly string[], { accountId, region }: Pick<EcrCall, 'accountId' | 'region'>, cause?: unknown): CliError =>
  new CliError('SMA_CLI_ECR_REPOSITORY', {
    what: `there is no repository ${repositories.map((name) => `"${name}"`).join(' and ')} in account ${accountId}, Region ${region}; nothing was pushed.`,
    why: 'Amazon ECR takes images into repositories that exist',
    fix: 'run the command again with --create-repository, which makes it with scan on push and immutable tags; or correct ecrRepository, ecrAccountId or ecrRegion',
    cause,
  });

const noRepository: Told<WholeCall> = (cause, call) => repositoryMissing([call.repository ?? ''], call, cause);

const tagTaken: Told<WholeCall> = (cause, { repository, tag }) => new CliError('SMA_CLI_ECR_TAG', {
  what: `the tag ${tag} of repository "${repository}" names another image.`,
  why: said(cause) || 'its tags are immutable',
  fix: 'set another algorithmVersion, build, and run the command again',
  cause,
});

const limit: Told<WholeCall> = (cause) => new CliError('SMA_CLI_AWS_REFUSED', {
  what: `Amazon ECR refuses the request: ${said(cause)}`,
  why: 'a quota of the account is used up',
  fix: 'remove what is not needed any more, or ask AWS for a higher quota (Service Quotas, Amazon ECR); then run the command again',
  cause,
});

const busy: Told<WholeCall> = (cause) => new CliError('SMA_CLI_AWS_UNREACHABLE', {
  what: `Amazon ECR has a failure of its own now (${cause.name}).`,
  why: said(cause),
  fix: 'run the command again in a while; that is safe',
  cause,
});

const BY_NAME: ReadonlyArray<readonly [names: RegExp, told: Told<WholeCall>]> = [
  [/^RepositoryNotFoundException$/, noRepository],
  [/^ImageTagAlreadyExistsException$/, tagTaken],
  [/^LimitExceededException$/, limit],
  [/^ServerException$/, busy],
];

const ownTold = (error: SdkError): Told<WholeCall> | undefined => BY_NAME.find(([names]) => names.test(error.name ?? ''))?.[1];

/** The error for people; what is no answer of AWS and no broken connection stays what it is, a bug. */
export function ecrError(error: unknown, call: EcrCall): unknown {
  if (!(error instanceof Error) || error instanceof CliError) return error;
  const whole = described(call);
  return toldOf(error as SdkError, whole, ownTold)?.(error as SdkError, whole) ?? error;
}
