import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { buildImage, localName, type PushCase } from './push-case';
import {
  cut, cutInside, isLayerUpload, isManifest, isPing, isUploadEnd, isUploadStart, registryError, type ApiFault, type RegistryFault,
} from './scenario';
import type { CliErrorCode } from '../../../../src/cli/cli-error';
import { MANIFEST_TYPE } from '../../../../src/contract/image-manifest';
import { IMAGES_LOCK_FILE } from '../../../../src/contract/images-lock';
import type { CliResult } from '../cli';
import { docker } from '../engine-state';

/** One thing that goes wrong; after it is over the same command has to end well. */
export interface Fault {
  readonly name: string;
  readonly given: (at: PushCase) => void | Promise<void>;
  readonly code: CliErrorCode;
  /** What the message has to say. */
  readonly says: RegExp;
  /** The one step that it asks for. */
  readonly fix: RegExp;
  /** Bytes may have reached the registry before it. */
  readonly sends?: true;
  /** The digests were recorded all the same. */
  readonly recorded?: true;
  /** How the first command is run, where it is not only run. */
  readonly run?: (at: PushCase) => Promise<CliResult>;
  readonly exitCode?: number;
  /** What puts it right, besides the end of the faults of AWS and of the registry. */
  readonly repair?: (at: PushCase) => void | Promise<void>;
}

const api = (action: string, error: string, message: string, status?: number) => (at: PushCase) =>
  void at.scenario.api.set(action, { error, message, ...(status && { status }) });
const apiCut = (action: string) => (at: PushCase) => void at.scenario.api.set(action, 'cut');
const registry = (when: (request: Parameters<RegistryFault>[0]) => boolean, answer: RegistryFault) => (at: PushCase) => {
  at.scenario.registry = (request, response) => when(request) && answer(request, response);
};
/** Lets the first calls of an action through. */
const afterCalls = (action: string, count: number, fault: ApiFault) => (at: PushCase) =>
  void at.scenario.api.set(action, [...Array.from({ length: count }, () => undefined), fault]);

const DENIED = 'User: arn:aws:iam::111122223333:user/x is not authorized to perform: ecr:';
const withEnv = (name: string, value: string) => ({
  given: (at: PushCase) => void (at.env[name] = value),
  repair: (at: PushCase) => void delete at.env[name],
});
const withArgs = (given: (at: PushCase) => void, ...args: string[]) => (at: PushCase) => {
  at.args.push(...args);
  given(at);
};

/** Puts another image, or a manifest of another form, under a tag. */
async function occupy(at: PushCase, manifest: object, mediaType: string): Promise<void> {
  const url = `${registryUrl}/v2/${at.id}/training`;
  const config = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [] } }));
  const digest = `sha256:${(await import('node:crypto')).createHash('sha256').update(config).digest('hex')}`;
  const start = await fetch(`${url}/blobs/uploads/`, { method: 'POST' });
  const location = new URL(start.headers.get('location')!, registryUrl);
  location.searchParams.set('digest', digest);
  await fetch(location, { method: 'PUT', body: config, headers: { 'content-type': 'application/octet-stream' } });
  const text = JSON.stringify(manifest).replaceAll('DIGEST', digest).replaceAll('"SIZE"', String(config.length));
  const put = await fetch(`${url}/manifests/1.2.3`, { method: 'PUT', body: text, headers: { 'content-type': mediaType } });
  if (!put.ok) throw new Error(await put.text());
}
const manifestOf = (type: string, configType: string) => ({ schemaVersion: 2, mediaType: type, config: { mediaType: configType, digest: 'DIGEST', size: 'SIZE' }, layers: [] });
const otherImage = (at: PushCase) => occupy(at, manifestOf(MANIFEST_TYPE.docker, 'application/vnd.docker.container.image.v1+json'), MANIFEST_TYPE.docker);
const ociImage = (at: PushCase) => occupy(at, manifestOf(MANIFEST_TYPE.oci, 'application/vnd.oci.image.config.v1+json'), MANIFEST_TYPE.oci);

/** As `aws ecr batch-delete-image` does. */
async function removeTag(at: PushCase): Promise<void> {
  const url = `${registryUrl}/v2/${at.id}/training/manifests`;
  const found = await fetch(`${url}/1.2.3`, { method: 'HEAD', headers: { accept: Object.values(MANIFEST_TYPE).join(', ') } });
  await fetch(`${url}/${found.headers.get('docker-content-digest')}`, { method: 'DELETE' });
}

let registryUrl = '';
export const useRegistry = (url: string) => { registryUrl = url; };

/** docker as it answers where images are kept in containerd, in OCI's form. */
export function ociDocker(at: PushCase): void {
  const file = join(at.dir, '..', 'docker-with-containerd');
  writeFileSync(file, `#!/bin/sh
case "$1 $2" in
  "image inspect") docker "$@" | sed 's#^        "Id":#        "Descriptor": {"mediaType": "${MANIFEST_TYPE.oci}"},\\n        "Id":#' ;;
  *) exec docker "$@" ;;
esac
`, { mode: 0o755 });
  at.env.SM_ALGORITHM_DOCKER = file;
}

/** A way to the engine that ends when a push begins. */
async function fragileEngine(at: PushCase): Promise<void> {
  const socket = join(at.dir, '..', 'engine.sock');
  const server: Server = createServer((client: Socket) => {
    const engine = connect('/var/run/docker.sock');
    client.on('error', () => engine.destroy());
    engine.on('error', () => client.destroy());
    client.on('data', (chunk) => {
      if (!/^POST \/v[\d.]+\/images\/.*\/push/.test(chunk.toString('latin1'))) return void engine.write(chunk);
      client.destroy();
      engine.destroy();
      server.close();
    });
    client.on('end', () => engine.end());
    engine.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  server.unref();
  at.env.DOCKER_HOST = `unix://${socket}`;
}

/** Sends a signal while a layer is on its way. */
function endedInLayer(signal: NodeJS.Signals) {
  return async (at: PushCase): Promise<CliResult> => {
    const started = at.start();
    const held: Socket[] = [];
    at.scenario.registry = (request) => {
      if (!isLayerUpload(request)) return false;
      // Once: layers go side by side.
      if (held.length === 0) started.kill(signal);
      // Not answered: the layer stays on its way for as long as the program lives.
      held.push(request.socket);
      return true;
    };
    const finished = await started.finished;
    for (const socket of held) socket.destroy();
    return finished;
  };
}

const NO_SKOPEO = (at: PushCase) => {
  const bin = join(at.dir, '..', 'bin');
  mkdirSync(bin);
  // Found before the real one, and cannot be started.
  writeFileSync(join(bin, 'skopeo'), '#!/bin/sh\nexit 127\n', { mode: 0o755 });
  at.env.PATH = `${bin}:${process.env.PATH}`;
};

const AGAIN = /fix: .*(run the (same )?command again|same command again)/;

export const FAULTS: readonly Fault[] = [
  // The engine's own tries take long: they come first, side by side.
  { name: 'the connection is cut in a layer, again and again', given: registry(isLayerUpload, cutInside), code: 'SMA_CLI_PUSH', says: /the connection to the registry broke/, fix: AGAIN, sends: true },
  { name: 'the registry fails with 500 in a layer, again and again', given: registry(isUploadEnd, registryError(500, 'UNKNOWN', 'internal server error')), code: 'SMA_CLI_PUSH', says: /failure of its own/, fix: AGAIN, sends: true },
  { name: 'a layer does not arrive as it was sent', given: registry(isUploadEnd, registryError(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content')), code: 'SMA_CLI_PUSH', says: /did not arrive as it was sent/, fix: AGAIN, sends: true },

  // Credentials.
  { name: 'no credentials', given: (at) => at.signOut(), repair: (at) => at.signIn(), code: 'SMA_CLI_AWS_CREDENTIALS', says: /no AWS credentials/, fix: AGAIN },
  { name: 'the session has expired', given: api('GetCallerIdentity', 'ExpiredToken', 'The security token included in the request is expired'), code: 'SMA_CLI_AWS_CREDENTIALS', says: /have expired/, fix: /aws sso login/ },
  { name: 'credentials that AWS does not know', given: api('GetCallerIdentity', 'InvalidClientTokenId', 'The security token included in the request is invalid.'), code: 'SMA_CLI_AWS_CREDENTIALS', says: /does not know the credentials/, fix: /--profile/ },
  { name: 'the clock is wrong, says STS', given: api('GetCallerIdentity', 'SignatureDoesNotMatch', 'Signature expired: 20261124T000000Z is now earlier than 20261124T001000Z'), code: 'SMA_CLI_AWS_CREDENTIALS', says: /clock of this machine/, fix: /set the clock/ },
  { name: 'the clock is wrong, says ECR', given: api('DescribeRepositories', 'InvalidSignatureException', 'Signature not yet current: 20261124T001000Z is still later than 20261124T000000Z'), code: 'SMA_CLI_AWS_CREDENTIALS', says: /clock of this machine/, fix: /set the clock/ },
  { name: 'the wrong account', given: (at) => void (at.scenario.callerAccount = '999988887777'), repair: (at) => void (at.scenario.callerAccount = '111122223333'), code: 'SMA_CLI_PUSH_REFUSED', says: /credentials are of account 999988887777/, fix: /option in brackets/ },
  { name: 'the session is in another Region', ...withEnv('AWS_REGION', 'eu-west-1'), code: 'SMA_CLI_PUSH_REFUSED', says: /session is set to Region eu-west-1/, fix: /option in brackets/ },

  // The API.
  { name: 'denied: repositories', given: api('DescribeRepositories', 'AccessDeniedException', `${DENIED}DescribeRepositories on resource: arn:aws:ecr:us-east-1:111122223333:repository/x because no policy allows it`), code: 'SMA_CLI_AWS_ACCESS', says: /may not do ecr:DescribeRepositories[^]*"Action":"ecr:DescribeRepositories"/, fix: /statement/ },
  { name: 'denied: the login', given: api('GetAuthorizationToken', 'AccessDeniedException', `${DENIED}GetAuthorizationToken on resource: * because no policy allows it`), code: 'SMA_CLI_AWS_ACCESS', says: /may not do ecr:GetAuthorizationToken/, fix: /statement/ },
  { name: 'no repository', given: (at) => at.scenario.repositories.clear(), repair: (at) => ['training', 'inference'].forEach((name) => at.scenario.repositories.set(`${at.id}/${name}`, { immutable: true, scanOnPush: true })), code: 'SMA_CLI_ECR_REPOSITORY', says: /no repository "f\d+\/training" and "f\d+\/inference" in account 111122223333, Region us-east-1/, fix: /--create-repository/ },
  { name: 'denied: making the repository', given: withArgs((at) => { at.scenario.repositories.clear(); api('CreateRepository', 'AccessDeniedException', `${DENIED}CreateRepository`)(at); }, '--create-repository'), code: 'SMA_CLI_AWS_ACCESS', says: /may not do ecr:CreateRepository/, fix: /statement/ },
  { name: 'no more repositories', given: withArgs((at) => { at.scenario.repositories.clear(); api('CreateRepository', 'LimitExceededException', 'The maximum number of repositories is reached')(at); }, '--create-repository'), code: 'SMA_CLI_AWS_REFUSED', says: /maximum number of repositories/, fix: /quota/ },
  { name: 'throttled', given: api('DescribeRepositories', 'ThrottlingException', 'Rate exceeded'), code: 'SMA_CLI_AWS_UNREACHABLE', says: /does not take the request now \(ThrottlingException, 4 attempts\)/, fix: AGAIN },
  { name: 'ECR has a failure of its own', given: api('BatchGetImage', 'ServerException', 'internal failure', 500), code: 'SMA_CLI_AWS_UNREACHABLE', says: /failure of its own now/, fix: AGAIN },
  { name: 'the connection to the API is cut', given: apiCut('BatchGetImage'), code: 'SMA_CLI_AWS_UNREACHABLE', says: /Amazon ECR in us-east-1 cannot be reached/, fix: /safely be run again/ },
  { name: 'the API cannot be reached', given: (at) => void (at.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:9'), repair: (at) => void (at.env.AWS_ENDPOINT_URL = at.bench.api), code: 'SMA_CLI_AWS_UNREACHABLE', says: /AWS STS in us-east-1 cannot be reached \(ECONNREFUSED\)/, fix: /safely be run again/ },

  // The login.
  { name: 'the registry refuses the login', given: registry(isPing, registryError(401, 'UNAUTHORIZED', 'authentication required')), code: 'SMA_CLI_ECR_LOGIN', says: /does not let the engine in: the registry does not accept the login/, fix: AGAIN },
  { name: 'the registry fails at the login', given: registry(isPing, registryError(503, 'UNAVAILABLE', 'service unavailable')), code: 'SMA_CLI_ECR_LOGIN', says: /failure of its own/, fix: AGAIN },

  // The push.
  { name: 'the login expires before the push', given: registry(isUploadStart, registryError(403, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.')), code: 'SMA_CLI_ECR_LOGIN', says: /the login has expired/, fix: AGAIN, sends: true },
  { name: 'denied: layers', given: registry(isUploadStart, registryError(403, 'DENIED', `${DENIED}InitiateLayerUpload on resource: arn:aws:ecr:us-east-1:111122223333:repository/x`)), code: 'SMA_CLI_AWS_ACCESS', says: /may not push into the repository/, fix: /allow ecr:BatchCheckLayerAvailability/, sends: true },
  { name: 'the repository vanishes', given: registry(isUploadStart, registryError(404, 'NAME_UNKNOWN', 'The repository with name x does not exist in the registry')), code: 'SMA_CLI_ECR_REPOSITORY', says: /the repository is gone/, fix: /--create-repository/, sends: true },
  { name: 'the registry throttles layers', given: registry(isUploadStart, registryError(429, 'TOOMANYREQUESTS', 'Rate exceeded')), code: 'SMA_CLI_PUSH', says: /takes no more requests now/, fix: AGAIN, sends: true },
  { name: 'no place for the login', given: (at) => void (at.env.TMPDIR = '/nonexistent'), repair: (at) => void (at.env.TMPDIR = at.tmp), code: 'SMA_CLI_WRITE', says: /no folder for the login can be made below \/nonexistent \(ENOENT\)/, fix: /TMPDIR/ },
  { name: 'the connection is cut at the manifest', given: registry(isManifest, cut), code: 'SMA_CLI_PUSH', says: /the connection to the registry broke/, fix: AGAIN, sends: true },
  { name: 'the registry refuses the manifest', given: registry(isManifest, registryError(400, 'MANIFEST_INVALID', 'manifest invalid')), code: 'SMA_CLI_MANIFEST', says: /refuses the manifest/, fix: AGAIN, sends: true },
  { name: 'somebody gives the tag away meanwhile', given: registry(isManifest, registryError(400, 'TAG_INVALID', "The image tag '1.2.3' already exists in the repository and cannot be overwritten because the repository is immutable.")), code: 'SMA_CLI_ECR_TAG', says: /the tag names another image already/, fix: AGAIN, sends: true },
  { name: 'the second image is cut off, the first has arrived', given: registry((request) => isManifest(request) && request.url!.includes('/inference/'), cut), code: 'SMA_CLI_PUSH', says: /inference:1\.2\.3 is not pushed: the connection/, fix: AGAIN, sends: true },
  { name: 'the engine is gone in the push', given: fragileEngine, repair: (at) => void delete at.env.DOCKER_HOST, code: 'SMA_CLI_ENGINE', says: /the container engine is gone/, fix: AGAIN },
  { name: 'Ctrl-C in a layer', given: () => undefined, run: endedInLayer('SIGINT'), code: 'SMA_CLI_INTERRUPTED', says: /nothing is half done: the same command pushes what is missing/, fix: /interrupted by SIGINT/, exitCode: 130, sends: true },
  { name: 'the machine ends the program in a layer', given: () => undefined, run: endedInLayer('SIGTERM'), code: 'SMA_CLI_INTERRUPTED', says: /nothing is half done/, fix: /interrupted by SIGTERM/, exitCode: 143, sends: true },

  // What comes back.
  { name: 'an OCI manifest comes back', given: afterCalls('BatchGetImage', 4, { answer: { images: [{ imageId: { imageDigest: 'sha256:0' }, imageManifest: '{}', imageManifestMediaType: MANIFEST_TYPE.oci }] } }), code: 'SMA_CLI_MANIFEST', says: /its media type is application\/vnd\.oci\.image\.manifest\.v1\+json/, fix: /same command again.*batch-delete-image/, sends: true },
  { name: 'the manifest of another image comes back', given: afterCalls('BatchGetImage', 4, { answer: { images: [{ imageId: { imageDigest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' }, imageManifest: '{}', imageManifestMediaType: MANIFEST_TYPE.docker }] } }), code: 'SMA_CLI_MANIFEST', says: /its manifest names no configuration[^]*the engine has pushed sha256:/, fix: /same command again/, sends: true },
  { name: 'the registry does not know what was pushed', given: afterCalls('BatchGetImage', 4, { answer: { images: [], failures: [{ failureCode: 'ImageNotFound' }] } }), code: 'SMA_CLI_MANIFEST', says: /does not know the tag, although/, fix: /same command again/, sends: true },
  { name: 'the configuration comes back broken', given: (at) => void at.scenario.api.set('download', { answer: { os: 'linux', architecture: 'arm64' } }), code: 'SMA_CLI_MANIFEST', says: /its configuration has digest sha256:\w+, its manifest says/, fix: /same command again/, sends: true },
  { name: 'the configuration cannot be fetched', given: (at) => void at.scenario.api.set('download', 'cut'), code: 'SMA_CLI_AWS_UNREACHABLE', says: /cannot be reached/, fix: /safely be run again/, sends: true },
  { name: 'the second tag is throttled', given: api('PutImage', 'ThrottlingException', 'Rate exceeded'), code: 'SMA_CLI_AWS_UNREACHABLE', says: /takes? the request now/, fix: AGAIN, sends: true },
  { name: 'the second tag gets no answer', given: apiCut('PutImage'), code: 'SMA_CLI_AWS_UNREACHABLE', says: /it may have been done all the same/, fix: /not pushed twice/, sends: true },

  // What is there already.
  { name: 'an immutable tag names another image', given: otherImage, repair: removeTag, code: 'SMA_CLI_ECR_TAG', says: /f\d+\/training:1\.2\.3 is sha256:\w+; the local image .* is another one/, fix: /another algorithmVersion/ },
  { name: 'the tag is there in OCI form', given: ociImage, repair: removeTag, code: 'SMA_CLI_MANIFEST', says: /media type is application\/vnd\.oci[^]*aws ecr batch-delete-image --region us-east-1 --registry-id 111122223333/, fix: /remove them/ },

  // This machine.
  { name: 'uncommitted changes', given: (at) => writeFileSync(join(at.dir, 'source.ts'), '2\n'), repair: (at) => void at.git('checkout', 'source.ts'), code: 'SMA_CLI_PUSH_REFUSED', says: /uncommitted changes/, fix: /option in brackets/ },
  {
    name: 'images of an older commit', given: (at) => { writeFileSync(join(at.dir, 'source.ts'), '2\n'); at.git('commit', '-qam', 'two'); },
    repair: (at) => void at.git('reset', '-q', '--hard', 'HEAD~1'), code: 'SMA_CLI_PUSH_REFUSED', says: /built from other sources than those of HEAD/, fix: /option in brackets/,
  },
  { name: "an account that is not the definition's", given: (at) => void at.args.push('--account', '222233334444'), repair: (at) => void at.args.splice(0), code: 'SMA_CLI_PUSH_REFUSED', says: /account 222233334444 is not the definition's, 111122223333/, fix: /option in brackets/ },
  { name: 'images were not built', given: (at) => at.renameImages((name) => `${name}-absent`), repair: (at) => at.renameImages((name) => name.replace('-absent', '')), code: 'SMA_CLI_IMAGE_MISSING', says: /sma-ecr-training-absent:latest and sma-ecr-inference-absent:latest are not on this machine/, fix: /image:build/ },
  {
    name: 'an image of another platform', given: (at) => { buildImage(at.bench.folder, `${localName('arm')}:latest`, at.bench.sha, '--platform', 'linux/arm64'); at.renameImages((name) => name.replace('training', 'arm')); },
    repair: (at) => { docker('rmi', '--force', `${localName('arm')}:latest`); at.renameImages((name) => name.replace('arm', 'training')); },
    code: 'SMA_CLI_PUSH_REFUSED', says: /sma-ecr-arm:latest is built for linux\/arm64, not for linux\/amd64/, fix: /option in brackets/,
  },
  { name: 'an engine that would push OCI, without skopeo', given: (at) => { ociDocker(at); NO_SKOPEO(at); }, repair: (at) => { delete at.env.SM_ALGORITHM_DOCKER; delete at.env.PATH; }, code: 'SMA_CLI_MANIFEST', says: /sma-ecr-training:latest: an OCI manifest[^]*SageMaker takes Docker's manifest/, fix: /install skopeo/ },
  { name: 'no engine', ...withEnv('DOCKER_HOST', 'unix:///nonexistent/engine.sock'), code: 'SMA_CLI_ENGINE', says: /no container engine answers/, fix: /start the engine/ },
  { name: 'a record of pushes that cannot be read', given: (at) => { mkdirSync(join(at.dir, dirname(IMAGES_LOCK_FILE)), { recursive: true }); writeFileSync(join(at.dir, IMAGES_LOCK_FILE), '{"lockVersion":'); }, repair: (at) => rmSync(join(at.dir, IMAGES_LOCK_FILE)), code: 'SMA_CLI_IMAGES_LOCK', says: /images\.lock\.json is not JSON/, fix: /restore the file/ },

  // The scan.
  { name: 'the scan finds what --fail-on forbids', given: withArgs((at) => void at.scenario.api.set('DescribeImageScanFindings', { answer: { imageScanStatus: { status: 'COMPLETE' }, imageScanFindings: { findingSeverityCounts: { HIGH: 2, LOW: 5 }, findings: [{ name: 'CVE-2026-0001', severity: 'HIGH', attributes: [{ key: 'package_name', value: 'zlib' }, { key: 'package_version', value: '1.2' }] }] } } }), '--fail-on', 'high'), code: 'SMA_CLI_SCAN', says: /HIGH {2}CVE-2026-0001 {2}zlib 1\.2[^]*sma-ecr-training:latest: 2 high, 5 low/, fix: /update the base image/, sends: true, recorded: true },
  { name: 'the scan has no result, and one is wanted', given: withArgs((at) => void at.scenario.api.set('DescribeImageScanFindings', { answer: { imageScanStatus: { status: 'UNSUPPORTED_IMAGE', description: 'no package manager' } } }), '--fail-on', 'critical'), code: 'SMA_CLI_SCAN', says: /no result \(UNSUPPORTED_IMAGE: no package manager\)/, fix: AGAIN, sends: true, recorded: true },
];
