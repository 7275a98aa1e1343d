/** What AWS and its SDK throw, as errors that a person can put right. Nothing of it ever repeats a credential. */
import { plainText } from './plain-text';
import { PARTITIONS } from '../../contract/ecr';
import { definitionPath } from '../../request/definition-path';
import { CliError } from '../cli-error';

/** What was being done. */
export interface AwsCall {
  /** As in a policy: `sagemaker:CreateAlgorithm`. */
  readonly action: 'sagemaker:CreateAlgorithm' | 'sagemaker:DescribeAlgorithm';
  readonly algorithm: string;
  readonly region: string;
}

/** What of an error of the SDK is looked at. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly errno?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly cause?: unknown;
}

type Told = (error: SdkError, call: AwsCall) => CliError;

/** First line only: the rest of an answer about signatures repeats the request's headers, the session token among them. */
const said = ({ message = '' }: SdkError): string => plainText(message).split('\n', 1)[0];

const credentials = (what: string): Told => (cause) => new CliError('SMA_CLI_AWS_CREDENTIALS', {
  what,
  why: 'AWS answers signed requests only; credentials come from the environment, the shared AWS files, or the role of the machine',
  fix: 'sign in (for example "aws sso login"), or choose a profile with --profile or AWS_PROFILE; then run the command again',
  // The message of the SDK may quote what was signed.
  cause: cause.name,
});

const NO_CREDENTIALS = credentials('there are no AWS credentials that can be used.');
const EXPIRED = credentials('the AWS credentials have expired.');
const UNKNOWN_CREDENTIALS = credentials('AWS does not know the credentials, or their signature is wrong.');
const CLOCK = credentials('AWS refuses the signature for its time: is the clock of this machine right?');

function accessDenied(error: SdkError, { action, algorithm, region }: AwsCall): CliError {
  const [, deniedAction = action, resource = algorithmArn(region, algorithm)] = /perform: ([\w-]+:\w+)(?: on resource: (arn:\S+))?/.exec(said(error)) ?? [];
  return new CliError('SMA_CLI_AWS_ACCESS', {
    what: `the credentials may not do ${deniedAction}.`,
    why: said(error) || 'no policy of theirs allows it',
    fix: 'have this statement added to a policy of theirs, or choose other credentials with --profile:',
    details: [JSON.stringify({ Effect: 'Allow', Action: deniedAction, Resource: resource.replace(/[.,]$/, '') })],
    cause: error,
  });
}

function algorithmArn(region: string, name: string): string {
  const partition = PARTITIONS.find((candidate) => candidate.region.test(region))?.name ?? 'aws';
  return `arn:${partition}:sagemaker:${region}:*:algorithm/${name.toLowerCase()}`;
}

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

/** An answer that another attempt may change. */
const busy: Told = (cause) => new CliError('SMA_CLI_AWS_UNREACHABLE', {
  what: `SageMaker does not take the request now (${cause.name}${cause.$metadata?.attempts ? `, ${cause.$metadata.attempts} attempts` : ''}).`,
  why: 'it limits how often it is called, or has a failure of its own',
  fix: 'run the command again in a while; that is safe',
  cause,
});

/** Errors of the connection that say: the request did not even leave. */
const NOT_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'];

const unreachable = (code: string): Told => (cause, { action, region }) => new CliError('SMA_CLI_AWS_UNREACHABLE', {
  what: `SageMaker in ${region} cannot be reached (${code}).`,
  why: NOT_SENT.includes(code) || action !== 'sagemaker:CreateAlgorithm' ? 'nothing was sent, so nothing is half done'
    : 'the connection broke while it worked, so the algorithm may have been made all the same',
  fix: 'check the network, a proxy, and AWS_ENDPOINT_URL; the command can safely be run again: no algorithm is made twice',
  cause,
});

const BY_NAME: ReadonlyArray<readonly [names: RegExp, told: Told]> = [
  [/^(CredentialsProviderError|TokenProviderError)$/, (error, call) => (/expired/i.test(said(error)) ? EXPIRED : NO_CREDENTIALS)(error, call)],
  [/^ExpiredToken(Exception)?$/, EXPIRED],
  [/^(RequestExpired|RequestTimeTooSkewed)$/, CLOCK],
  [/^(UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken(Exception)?)$/, UNKNOWN_CREDENTIALS],
  [/^(AccessDenied|AccessDeniedException|NotAuthorized|UnauthorizedOperation)$/, accessDenied],
  [/^(ConflictException|ResourceInUse)$/, nameTaken],
  [/^ResourceNotFound$/, unknownName],
  [/^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|ServiceUnavailable|InternalFailure|InternalServerError)/, busy],
];

const CONNECTION_ERROR = /^(ECONN|ENOTFOUND|EAI_AGAIN|ENET|EHOST|EPIPE|ETIMEDOUT|CERT_|SELF_SIGNED|UNABLE_TO|ERR_TLS|DEPTH_ZERO)/;

/** The code of a connection that failed, however deep the SDK has put it. */
function connectionCode(error: SdkError): string | undefined {
  if (error.code !== undefined && CONNECTION_ERROR.test(error.code)) return error.code;
  if (error.name === 'TimeoutError') return 'time-out';
  return error.cause instanceof Error ? connectionCode(error.cause as SdkError) : undefined;
}

function toldOf(error: SdkError, { action }: AwsCall): Told | undefined {
  const byName = BY_NAME.find(([names]) => names.test(error.name ?? ''))?.[1];
  if (byName) return byName;
  const code = connectionCode(error);
  if (code !== undefined) return unreachable(code);
  if ((error.$metadata?.httpStatusCode ?? 0) >= 500) return busy;
  // SageMaker says many things by this one name.
  if (action === 'sagemaker:CreateAlgorithm' && /already exist/i.test(said(error))) return nameTaken;
  if (action === 'sagemaker:DescribeAlgorithm' && /does not exist|not found/i.test(said(error))) return unknownName;
  return error.$metadata?.httpStatusCode !== undefined ? refused : undefined;
}

/** Whether the name is taken, perhaps by what an earlier attempt of this call has made. */
export const mayBeOwn = (error: unknown, call: AwsCall): boolean =>
  error instanceof Error && toldOf(error as SdkError, call) === nameTaken && repeated(error as SdkError);

/** The error for people; what is no answer of AWS and no broken connection stays what it is, a bug. */
export function awsError(error: unknown, call: AwsCall): unknown {
  if (!(error instanceof Error)) return error;
  return toldOf(error as SdkError, call)?.(error as SdkError, call) ?? error;
}
