/** What AWS and its SDK throw of SageMaker, as errors that a person can put right. */
import { partitionName } from '../../contract/ecr';
import { definitionPath } from '../../request/definition-path';
import { said, type AwsCall as AnyCall, type SdkError, type Told as AnyTold, toldOf } from '../aws/aws-error';
import { CliError } from '../cli-error';

/** What was being done. */
export interface AwsCall {
  /** As in a policy: `sagemaker:CreateAlgorithm`. */
  readonly action: 'sagemaker:CreateAlgorithm' | 'sagemaker:DescribeAlgorithm';
  readonly algorithm: string;
  readonly region: string;
}

type SageMakerCall = AwsCall & AnyCall;
type Told = AnyTold<SageMakerCall>;

const algorithmArn = (region: string, name: string): string =>
  `arn:${partitionName(region)}:sagemaker:${region}:*:algorithm/${name.toLowerCase()}`;

const described = (call: AwsCall): SageMakerCall => ({
  ...call,
  service: 'SageMaker',
  resource: algorithmArn(call.region, call.algorithm),
  ...(call.action === 'sagemaker:CreateAlgorithm' && { perhapsDone: 'the algorithm may have been made all the same' }),
  again: 'no algorithm is made twice',
});

/** `trainingSpecification.trainingChannels.1.member.name` → `TrainingSpecification.TrainingChannels[0].Name`. */
export const requestPath = (path: string): string => path
  .replace(/\.(\d+)\.member\b/g, (_, index: string) => `[${Number(index) - 1}]`)
  .replace(/(^|\.)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());

function refused(error: SdkError): CliError {
  const parts = [...(error.message ?? '').matchAll(/ at '([\w.]+)' failed/g)].map(([, path]) => requestPath(path));
  return new CliError('SMA_CLI_AWS_REFUSED', {
    what: `SageMaker refuses the request: ${said(error)}`,
    why: error.name,
    fix: parts.length > 0 ? 'correct in .projenrc.ts what is listed, run "npx projen", then the command again' : 'correct what the message names, then run the command again',
    details: parts.map((path) => `${path}, from ${definitionPath(path)} of the definition`),
    cause: error,
  });
}

/** An earlier attempt of the call may have worked while its answer was lost. */
const repeated = ({ $metadata }: SdkError): boolean => ($metadata?.attempts ?? 1) > 1;

const nameTaken: Told = (cause, call) => (repeated(cause) ? perhapsOwn : nameOfAnother)(cause, call);

const perhapsOwn: Told = (cause, { algorithm, region }) => new CliError('SMA_CLI_AWS_NAME', {
  what: `an algorithm "${algorithm}" exists in ${region}; it may have been made by this call.`,
  why: `the call was sent ${cause.$metadata?.attempts} times, and the answer to an earlier time may have been lost`,
  fix: `"npx projen algorithm:status --wait --name ${algorithm}" shows when it was made and follows it; if it is an older one, choose another --name`,
  cause,
});

const nameOfAnother: Told = (cause, { algorithm, region }) => new CliError('SMA_CLI_AWS_NAME', {
  what: `an algorithm "${algorithm}" exists already in ${region}.`,
  why: 'an algorithm cannot be changed; each version is one of its own',
  fix: 'choose another --name or algorithmName; "npx projen algorithm:status" shows the one that exists',
  cause,
});

const unknownName: Told = (cause, { algorithm, region }) => new CliError('SMA_CLI_AWS_NAME', {
  what: `there is no algorithm "${algorithm}" in ${region} for this account.`,
  why: said(cause),
  fix: 'check --name, --region and --profile; "npx projen algorithm:create" makes it',
  cause,
});

const BY_NAME: ReadonlyArray<readonly [names: RegExp, told: Told]> = [
  [/^(ConflictException|ResourceInUse)$/, nameTaken],
  [/^ResourceNotFound$/, unknownName],
];

function ownTold(error: SdkError, { action }: SageMakerCall): Told | undefined {
  const byName = BY_NAME.find(([names]) => names.test(error.name ?? ''))?.[1];
  if (byName || error.name !== 'ValidationException') return byName;
  // SageMaker says many things by this one name.
  if (action === 'sagemaker:CreateAlgorithm' && /already exist/i.test(said(error))) return nameTaken;
  if (action === 'sagemaker:DescribeAlgorithm' && /does not exist|not found/i.test(said(error))) return unknownName;
  return refused;
}

/** Whether the name is taken, perhaps by what an earlier attempt of this call has made. */
export const mayBeOwn = (error: unknown, call: AwsCall): boolean =>
  error instanceof Error && toldOf(error as SdkError, described(call), ownTold) === nameTaken && repeated(error as SdkError);

/** The error for people; what is no answer of AWS and no broken connection stays what it is, a bug. */
export function awsError(error: unknown, call: AwsCall): unknown {
  if (!(error instanceof Error)) return error;
  const whole = described(call);
  return toldOf(error as SdkError, whole, ownTold)?.(error as SdkError, whole) ?? error;
}
