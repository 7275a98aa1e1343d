import { describe, expect, it } from 'vitest';
import { CliError, renderError } from '../../../src/cli/cli-error';
import { awsError, requestPath, type AwsCall } from '../../../src/cli/sagemaker/aws-error';

const CREATE: AwsCall = { action: 'sagemaker:CreateAlgorithm', algorithm: 'Mean-Value', region: 'cn-north-1' };
const DESCRIBE: AwsCall = { ...CREATE, action: 'sagemaker:DescribeAlgorithm' };
const sdkError = (name: string, message = '', more: object = {}) => Object.assign(new Error(message), { name, ...more });
const told = (error: Error, call = CREATE) => {
  const found = awsError(error, call);
  if (!(found instanceof CliError)) throw new Error(`not told: ${String(found)}`);
  return found;
};
const http = (httpStatusCode: number, attempts = 1) => ({ $metadata: { httpStatusCode, attempts } });

describe('awsError', () => {
  it.each<[string, string, string, RegExp]>([
    ['CredentialsProviderError', 'Could not load credentials from any providers', 'SMA_CLI_AWS_CREDENTIALS', /no AWS credentials/],
    ['CredentialsProviderError', 'The SSO session associated with this profile has expired', 'SMA_CLI_AWS_CREDENTIALS', /have expired/],
    ['ExpiredTokenException', 'The security token included in the request is expired', 'SMA_CLI_AWS_CREDENTIALS', /have expired/],
    ['UnrecognizedClientException', 'The security token included in the request is invalid.', 'SMA_CLI_AWS_CREDENTIALS', /does not know the credentials/],
    ['RequestTimeTooSkewed', '', 'SMA_CLI_AWS_CREDENTIALS', /clock of this machine/],
    ['AccessDeniedException', 'no', 'SMA_CLI_AWS_ACCESS', /may not do sagemaker:CreateAlgorithm/],
    ['ConflictException', '', 'SMA_CLI_AWS_NAME', /exists already in cn-north-1/],
    ['ThrottlingException', 'Rate exceeded', 'SMA_CLI_AWS_UNREACHABLE', /takes? the request now \(ThrottlingException/],
    ['ResourceLimitExceeded', 'too many algorithms', 'SMA_CLI_AWS_REFUSED', /too many algorithms/],
  ])('%s: %s → %s', (name, message, code, what) => {
    const error = told(sdkError(name, message, http(400)));

    expect([error.code, error.what]).toEqual([code, expect.stringMatching(what)]);
    expect(error.fix).not.toBe('');
  });

  it('tells the same name of a taken and of an unknown algorithm by what was asked', () => {
    expect(told(sdkError('ValidationException', 'Algorithm already exists: arn', http(400)))).toMatchObject({
      code: 'SMA_CLI_AWS_NAME', why: expect.stringContaining('cannot be changed'), fix: expect.stringContaining('another --name or algorithmName'),
    });
    expect(told(sdkError('ValidationException', 'Algorithm arn:… does not exist.', http(400)), DESCRIBE)).toMatchObject({ code: 'SMA_CLI_AWS_NAME', what: expect.stringContaining('there is no algorithm "Mean-Value"') });
  });

  it('leaves open whose the name is when the call was sent more than once', () => {
    expect(told(sdkError('ConflictException', '', http(400, 2)))).toMatchObject({
      code: 'SMA_CLI_AWS_NAME', what: expect.stringContaining('may have been made by this call'), why: expect.stringContaining('sent 2 times'),
      fix: expect.stringContaining('algorithm:status --wait --name Mean-Value'),
    });
  });

  it('has the statement that the policy lacks, from the message where it says', () => {
    const passRole = 'User: arn:aws:iam::1:user/x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/validation because no policy allows it';

    expect(told(sdkError('AccessDeniedException', passRole)).details.map((line) => JSON.parse(line) as object)).toEqual([{ Effect: 'Allow', Action: 'iam:PassRole', Resource: 'arn:aws:iam::1:role/validation' }]);
    expect(told(sdkError('AccessDeniedException')).details).toEqual(['{"Effect":"Allow","Action":"sagemaker:CreateAlgorithm","Resource":"arn:aws-cn:sagemaker:cn-north-1:*:algorithm/mean-value"}']);
  });

  it('names the parts that a validation refuses, as the definition calls them', () => {
    const message = "1 validation error detected: Value 'a b' at 'trainingSpecification.trainingChannels.2.member.name' failed to satisfy constraint: Member must satisfy a pattern";

    expect(told(sdkError('ValidationException', message, http(400)))).toMatchObject({
      code: 'SMA_CLI_AWS_REFUSED', what: `SageMaker refuses the request: ${message}`,
      details: ['TrainingSpecification.TrainingChannels[1].Name, from training.channels[1].name of the definition'],
    });
    expect(requestPath('tags.1.member.key')).toBe('Tags[0].Key');
  });

  it.each([['ECONNREFUSED', /nothing was sent/], ['ENOTFOUND', /nothing was sent/], ['ECONNRESET', /may have been made all the same/]])('says what %s leaves behind', (code, why) => {
    const nested = sdkError('Error', 'x', { cause: sdkError('Error', '', { code }) });

    expect(told(nested)).toMatchObject({ code: 'SMA_CLI_AWS_UNREACHABLE', why: expect.stringMatching(why), fix: expect.stringContaining('safely be run again') });
    expect(told(nested, DESCRIBE).why).toMatch(/nothing/);
  });

  it('knows time-outs and failures of the service', () => {
    expect(told(sdkError('TimeoutError')).what).toContain('(time-out)');
    expect(told(sdkError('Whatever', '', http(503))).code).toBe('SMA_CLI_AWS_UNREACHABLE');
  });

  it('never repeats what was signed', () => {
    const message = "The request signature we calculated does not match.\nThe Canonical String should have been\n'POST\nx-amz-security-token:TOKEN'";

    for (const name of ['InvalidSignatureException', 'SignatureDoesNotMatch', 'ValidationException']) {
      expect(renderError(told(sdkError(name, message, http(400))))).not.toContain('TOKEN');
    }
  });

  it('leaves what is none of AWS\'s as it is: a bug', () => {
    const bug = new TypeError('x is undefined');

    expect(awsError(bug, CREATE)).toBe(bug);
    expect(awsError('text', CREATE)).toBe('text');
  });
});
