/** What AWS and its SDK throw, as errors that a person can put right, for all services. Nothing of it ever repeats a credential. */
import { plainText } from './plain-text';
import { CliError } from '../cli-error';

/** A call of one service. */
export interface AwsCall {
  /** As in a policy: `sagemaker:CreateAlgorithm`. */
  readonly action: string;
  /** What people call the service. */
  readonly service: string;
  readonly region: string;
  /** ARN of what it is done to. */
  readonly resource: string;
  /** What a broken connection leaves open, where the call changes something. */
  readonly perhapsDone?: string;
  /** Why the command can be run again. */
  readonly again: string;
}

/** What of an error of the SDK is looked at. */
export interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly errno?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly cause?: unknown;
}

export type Told<Call extends AwsCall = AwsCall> = (error: SdkError, call: Call) => CliError;

/** First line only: the rest of an answer about signatures repeats the request's headers, the session token among them. */
export const said = ({ message = '' }: SdkError): string => plainText(message).split('\n', 1)[0];

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

const CLOCK: Told = (cause) => new CliError('SMA_CLI_AWS_CREDENTIALS', {
  what: 'AWS refuses the signature for its time: is the clock of this machine right?',
  why: 'a signature holds for five minutes around the time it names',
  fix: 'set the clock (for example "timedatectl set-ntp true"), then run the command again',
  cause: cause.name,
});

const accessDenied: Told = (error, { action, resource: wanted }) => {
  const [, deniedAction = action, resource = wanted] = /perform: ([\w-]+:\w+)(?: on resource: (arn:\S+))?/.exec(said(error)) ?? [];
  return new CliError('SMA_CLI_AWS_ACCESS', {
    what: `the credentials may not do ${deniedAction}.`,
    why: said(error) || 'no policy of theirs allows it',
    fix: 'have this statement added to a policy of theirs, or choose other credentials with --profile:',
    details: [JSON.stringify({ Effect: 'Allow', Action: deniedAction, Resource: resource.replace(/[.,]$/, '') })],
    cause: error,
  });
};

/** An answer that another attempt may change. */
const busy: Told = (cause, { service }) => new CliError('SMA_CLI_AWS_UNREACHABLE', {
  what: `${service} does not take the request now (${cause.name}${cause.$metadata?.attempts ? `, ${cause.$metadata.attempts} attempts` : ''}).`,
  why: 'it limits how often it is called, or has a failure of its own',
  fix: 'run the command again in a while; that is safe',
  cause,
});

/** Errors of the connection that say: the request did not even leave. */
const NOT_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'];

const unreachable = (code: string): Told => (cause, { service, region, perhapsDone, again }) => new CliError('SMA_CLI_AWS_UNREACHABLE', {
  what: `${service} in ${region} cannot be reached (${code}).`,
  why: NOT_SENT.includes(code) || perhapsDone === undefined ? 'nothing was sent, so nothing is half done'
    : `the connection broke while it worked, so ${perhapsDone}`,
  fix: `check the network, a proxy, and AWS_ENDPOINT_URL; the command can safely be run again: ${again}`,
  cause,
});

const refused: Told = (error, { service }) => new CliError('SMA_CLI_AWS_REFUSED', {
  what: `${service} refuses the request: ${said(error)}`,
  why: error.name,
  fix: 'correct what the message names, then run the command again',
  cause: error,
});

const BY_NAME: ReadonlyArray<readonly [names: RegExp, told: Told]> = [
  [/^(CredentialsProviderError|TokenProviderError)$/, (error, call) => (/expired/i.test(said(error)) ? EXPIRED : NO_CREDENTIALS)(error, call)],
  [/^ExpiredToken(Exception)?$/, EXPIRED],
  [/^(RequestExpired|RequestTimeTooSkewed)$/, CLOCK],
  // Some services tell a wrong clock by the name of a wrong signature.
  [/^(InvalidSignatureException|SignatureDoesNotMatch)$/, (error, call) =>
    (/^Signature (expired|not yet current)/.test(said(error)) ? CLOCK : UNKNOWN_CREDENTIALS)(error, call)],
  [/^(UnrecognizedClientException|InvalidClientTokenId|IncompleteSignature|MissingAuthenticationToken(Exception)?)$/, UNKNOWN_CREDENTIALS],
  [/^(AccessDenied|AccessDeniedException|NotAuthorized|UnauthorizedOperation)$/, accessDenied],
  [/^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|ServiceUnavailable|InternalFailure|InternalServerError)/, busy],
];

const CONNECTION_ERROR = /^(ECONN|ENOTFOUND|EAI_AGAIN|ENET|EHOST|EPIPE|ETIMEDOUT|CERT_|SELF_SIGNED|UNABLE_TO|ERR_TLS|DEPTH_ZERO|UND_ERR)/;

/** The code of a connection that failed, however deep the SDK has put it. */
function connectionCode(error: SdkError): string | undefined {
  if (error.code !== undefined && CONNECTION_ERROR.test(error.code)) return error.code;
  if (error.name === 'TimeoutError') return 'time-out';
  return error.cause instanceof Error ? connectionCode(error.cause as SdkError) : undefined;
}

/** How to tell an error; undefined for what is no answer of AWS and no broken connection, which is a bug. */
export function toldOf<Call extends AwsCall>(
  error: SdkError, call: Call, own: (error: SdkError, call: Call) => Told<Call> | undefined,
): Told<Call> | undefined {
  const ofService = own(error, call);
  if (ofService) return ofService;
  const byName = BY_NAME.find(([names]) => names.test(error.name ?? ''))?.[1];
  if (byName) return byName;
  const code = connectionCode(error);
  if (code !== undefined) return unreachable(code);
  const status = error.$metadata?.httpStatusCode;
  return status === undefined ? undefined : status >= 500 ? busy : refused;
}
