import { describe, expect, it } from 'vitest';
import type { Finished } from '../../../src/cli/exec';
import { loginFailed, pushFailed } from '../../../src/cli/registry/push-error';

const finished = (...lastLines: string[]): Finished => ({ command: 'docker push x', cwd: '/', exitCode: 1, timedOut: false, stdout: '', stderr: '', lastLines });

describe('pushFailed', () => {
  it.each<[string, string, RegExp]>([
    ['denied: Your authorization token has expired. Reauthenticate and try again.', 'SMA_CLI_ECR_LOGIN', /login has expired/],
    ['no basic auth credentials', 'SMA_CLI_ECR_LOGIN', /does not accept the login/],
    ['denied: User: arn:aws:iam::1:user/x is not authorized to perform: ecr:PutImage on resource: arn', 'SMA_CLI_AWS_ACCESS', /may not push/],
    ["name unknown: The repository with name 'x' does not exist in the registry with id '111122223333'", 'SMA_CLI_ECR_REPOSITORY', /repository is gone/],
    ["tag invalid: The image tag '1.2.3' already exists in the 'x' repository and cannot be overwritten because the repository is immutable.", 'SMA_CLI_ECR_TAG', /names another image/],
    ['toomanyrequests: Rate exceeded', 'SMA_CLI_PUSH', /no more requests now/],
    ['write /var/lib/docker/tmp/GetImageBlob1: no space left on device', 'SMA_CLI_WRITE', /no space left/],
    ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?', 'SMA_CLI_ENGINE', /engine is gone/],
    ['error during connect: Post "http://%2Fvar%2Frun%2Fdocker.sock/v1.41/images/x/push": EOF', 'SMA_CLI_ENGINE', /engine is gone/],
    ['Post "https://x/v2/": x509: certificate has expired or is not yet valid: current time 2031 is after 2027', 'SMA_CLI_PUSH', /certificate is not valid at this time/],
    ['Get "https://x/v2/": x509: certificate signed by unknown authority', 'SMA_CLI_PUSH', /does not trust/],
    ['dial tcp: lookup 1.dkr.ecr.us-east-1.amazonaws.com: no such host', 'SMA_CLI_PUSH', /name is not known/],
    ['proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused', 'SMA_CLI_PUSH', /proxy of the engine/],
    ['manifest invalid: manifest invalid', 'SMA_CLI_MANIFEST', /refuses the manifest/],
    ['digest invalid: provided digest did not match uploaded content', 'SMA_CLI_PUSH', /did not arrive as it was sent/],
    ['received unexpected HTTP status: 503 Service Unavailable', 'SMA_CLI_PUSH', /failure of its own/],
    ['Patch "https://x/v2/y/blobs/uploads/1": write tcp 10.0.0.2:443: write: connection reset by peer', 'SMA_CLI_PUSH', /connection to the registry broke/],
    ['net/http: TLS handshake timeout', 'SMA_CLI_PUSH', /connection to the registry broke/],
    ['something that nobody has seen', 'SMA_CLI_PUSH', /could not be pushed/],
  ])('%s', (line, code, what) => {
    const error = pushFailed('host/x:1', finished('5f70bf18a086: Pushed', line));

    expect([error.code, error.what]).toEqual([code, expect.stringMatching(what)]);
    expect(error.what).toMatch(/^host\/x:1 is not pushed: /);
    expect(error.fix).not.toBe('');
    expect(error.details).toEqual([line]);
  });

  it('takes no layer for the reason', () => {
    expect(pushFailed('x', finished('0123456789ab: Retrying in 5 seconds', '0123456789ab: timeout')).what).toMatch(/could not be pushed/);
  });
});

describe('loginFailed', () => {
  it('says that nothing was pushed, and speaks of no layers', () => {
    const error = loginFailed('host', finished('Error response from daemon: Get "https://host/v2/": net/http: request canceled (Client.Timeout exceeded)'));

    expect(error).toMatchObject({ code: 'SMA_CLI_ECR_LOGIN', what: expect.stringContaining('nothing was pushed'), fix: expect.not.stringContaining('layers') });
  });
});
