/** What an engine says when a registry does not take an image, as errors that a person can put right. Pure. */
import { plainText } from '../aws/plain-text';
import { CliError, type CliErrorCode } from '../cli-error';
import type { Finished } from '../exec';

interface Cause {
  /** In the words of docker, podman, skopeo, or of the registry behind them. */
  readonly says: RegExp;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly code?: CliErrorCode;
}

const AGAIN = 'run the same command again: layers that arrived are not sent twice';

/** The first that matches counts: the narrower before the wider. */
const CAUSES: readonly Cause[] = [
  {
    says: /cannot connect to the docker daemon|error during connect|is the docker daemon running|cannot connect to podman|docker\.sock/i,
    code: 'SMA_CLI_ENGINE',
    what: 'the container engine is gone',
    why: 'it sends the layers; without it nothing is on its way',
    fix: `start it again, then ${AGAIN}`,
  },
  {
    says: /no space left on device|disk quota exceeded/i,
    code: 'SMA_CLI_WRITE',
    what: 'there is no space left',
    why: 'the engine packs layers on its disk before it sends them, and a registry stores them on its own',
    fix: `make room (for example "docker image prune"), then ${AGAIN}`,
  },
  {
    says: /authorization token has expired|token has expired|expiredtoken/i,
    code: 'SMA_CLI_ECR_LOGIN',
    what: 'the login has expired',
    why: 'a token of Amazon ECR holds for twelve hours',
    fix: 'run the same command again: it asks for a new one',
  },
  {
    says: /image tag .* already exists|tag invalid|tag is immutable|cannot be overwritten because/i,
    code: 'SMA_CLI_ECR_TAG',
    what: 'the tag names another image already',
    why: 'somebody gave it away since the command looked; tags of the repository are immutable',
    fix: 'run the same command again: it says whether that is your image; if not, set another algorithmVersion and build',
  },
  {
    says: /not authorized to perform|requested access to the resource is denied|denied: .*|insufficient_scope|403 Forbidden/i,
    code: 'SMA_CLI_AWS_ACCESS',
    what: 'the credentials may not push into the repository',
    why: 'no policy of theirs, or none of the repository, allows it',
    fix: 'allow ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload and ecr:PutImage on it; then run the same command again',
  },
  {
    says: /no basic auth credentials|unauthorized|401 Unauthorized|authentication required|incorrect username or password/i,
    code: 'SMA_CLI_ECR_LOGIN',
    what: 'the registry does not accept the login',
    why: 'the token is of another registry, or is no longer good',
    fix: 'check --profile, account and Region that stand above, then run the same command again',
  },
  {
    says: /name unknown|repository with name .* does not exist|repository name not known/i,
    code: 'SMA_CLI_ECR_REPOSITORY',
    what: 'the repository is gone',
    why: 'somebody removed it since the command looked',
    fix: 'run the same command again with --create-repository',
  },
  {
    says: /toomanyrequests|too many requests|\b429\b|throttl|rate exceeded/i,
    what: 'the registry takes no more requests now',
    why: 'Amazon ECR limits how often it is called',
    fix: `wait a minute, then ${AGAIN}`,
  },
  {
    says: /certificate has expired or is not yet valid/i,
    what: "the registry's certificate is not valid at this time",
    why: 'the clock of this machine, or of the engine, is wrong, or something between intercepts the connection',
    fix: 'set the clock, then run the same command again',
  },
  {
    says: /x509:|certificate signed by unknown authority|tls: failed to verify/i,
    what: "the engine does not trust the registry's certificate",
    why: 'something between intercepts the connection, or the engine knows no certificate authorities',
    fix: 'give the certificate authority of your network to the engine, then run the same command again',
  },
  {
    says: /no such host|server misbehaving|temporary failure in name resolution/i,
    what: "the registry's name is not known",
    why: 'the engine asks its own name server, not the one of this terminal',
    fix: `check the network and DNS of the engine, and the Region, then ${AGAIN}`,
  },
  {
    says: /proxyconnect/i,
    what: 'the proxy of the engine does not answer',
    why: 'the engine has a proxy setting of its own',
    fix: `correct it, then ${AGAIN}`,
  },
  {
    says: /manifest invalid|unsupported manifest|manifest_invalid|unsupported media type/i,
    code: 'SMA_CLI_MANIFEST',
    what: 'the registry refuses the manifest',
    why: 'it is of a form that it does not know, or names layers that did not arrive',
    fix: 'run the same command again; if it says the same, build anew with "npx projen image:build"',
  },
  {
    says: /digest.?invalid|digest did not match|provided digest|blob upload (invalid|unknown)|blob unknown|layer part/i,
    what: 'a layer did not arrive as it was sent',
    why: 'the upload was disturbed on its way, or the registry lost its place in it',
    fix: AGAIN,
  },
  {
    says: /limit ?exceeded/i,
    code: 'SMA_CLI_AWS_REFUSED',
    what: 'a quota of Amazon ECR is used up',
    why: 'it limits images of a repository, layers of an image, and their size',
    fix: 'remove what is not needed any more, or ask AWS for a higher quota; then run the same command again',
  },
  {
    says: /unexpected http status:? 5\d\d|received unexpected HTTP status|\b50[0234]\b|internal server error|service unavailable|bad gateway/i,
    what: 'the registry has a failure of its own',
    why: 'that passes',
    fix: `in a while, ${AGAIN}`,
  },
  {
    says: /connection (reset|refused)|broken pipe|\beof\b|i\/o timeout|tls handshake timeout|context deadline exceeded|timeout|network is unreachable|no route to host|use of closed network connection|http: server closed/i,
    what: 'the connection to the registry broke',
    why: 'the engine has tried several times',
    fix: `check the network, then ${AGAIN}`,
  },
];

const UNKNOWN: Omit<Cause, 'says'> = {
  what: 'the image could not be pushed',
  why: 'the engine says what stands above',
  fix: AGAIN,
};

/** Unit: lines. */
const SHOWN_LINES = 6;

/** What an engine says of one layer as it goes; `<layer>: Pushed`. */
export const LAYER_LINE = /^[0-9a-f]{12}: /;

const linesOf = ({ stdout, stderr, lastLines, startError }: Finished): string[] =>
  [...(lastLines.length > 0 ? lastLines : `${stdout}\n${stderr}`.split('\n')), ...(startError ? [startError] : [])].map(plainText)
    // Names of layers and what becomes of them may hold any word, and say nothing of an error.
    .filter((line) => line !== '' && !LAYER_LINE.test(line));

const causeOf = (lines: readonly string[]): Omit<Cause, 'says'> => {
  const text = lines.slice(-SHOWN_LINES).join('\n');
  return CAUSES.find(({ says }) => says.test(text)) ?? UNKNOWN;
};

export function pushFailed(image: string, finished: Finished): CliError {
  const lines = linesOf(finished);
  const { code = 'SMA_CLI_PUSH', what, why, fix } = causeOf(lines);
  return new CliError(code, { what: `${image} is not pushed: ${what}.`, why, fix, details: lines.slice(-SHOWN_LINES) });
}

export function loginFailed(host: string, finished: Finished): CliError {
  const lines = linesOf(finished);
  const { code, what, why, fix } = causeOf(lines);
  return new CliError(code ?? 'SMA_CLI_ECR_LOGIN', {
    what: `${host} does not let the engine in: ${what === UNKNOWN.what ? 'the login failed' : what}; nothing was pushed.`,
    why,
    fix: fix.replace(AGAIN, 'run the same command again'),
    details: lines.slice(-SHOWN_LINES),
  });
}
