import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACCOUNT, faultOf, REGION, scenarios, type Scenario } from './scenario';
import { MANIFEST_TYPE } from '../../../../src/contract/image-manifest';

const ACCEPT = Object.values(MANIFEST_TYPE).join(', ');

interface ApiError { readonly error: string; readonly message: string; readonly status?: number }
type Input = Record<string, any>;

/** ECR's and STS's front door on 127.0.0.1: protocols AWS JSON 1.1 and query; images are those of a real registry. */
export async function openApi(registry: string): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => void answer(registry, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function answer(registry: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  if (request.method === 'GET') return download(registry, request, response);
  const id = /Credential=AKID([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const scenario = scenarios.get(id.toLowerCase());
  if (!scenario) throw new Error(`a call of nobody: ${request.headers.authorization}`);
  const target = request.headers['x-amz-target'] as string | undefined;
  const action = target ? target.slice(target.indexOf('.') + 1) : new URLSearchParams(body).get('Action')!;
  scenario.calls.push(action);
  const fault = faultOf(scenario, action);
  if (fault === 'cut') return void request.socket.destroy();
  const result = fault === undefined ? await results[action](registry, scenario, target ? JSON.parse(body) as Input : {}, request)
    : 'answer' in fault ? fault.answer : fault;
  return target ? sendJson(response, result) : sendXml(response, action, result);
}

const isError = (result: object): result is ApiError => 'error' in result;

function sendJson(response: ServerResponse, result: object): void {
  const [status, body] = isError(result) ? [result.status ?? 400, { __type: result.error, message: result.message }] : [200, result];
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}

function sendXml(response: ServerResponse, action: string, result: object): void {
  const [status, body] = isError(result)
    ? [result.status ?? 403, `<ErrorResponse><Error><Type>Sender</Type><Code>${result.error}</Code><Message>${result.message}</Message></Error></ErrorResponse>`]
    : [200, `<${action}Response><${action}Result>${Object.entries(result).map(([key, value]) => `<${key}>${value}</${key}>`).join('')}</${action}Result></${action}Response>`];
  response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

async function download(registry: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, id, repository, digest] = /^\/blob\/([^/]+)\/(.+)\/(sha256:\w+)$/.exec(request.url!)!;
  const fault = faultOf(scenarios.get(id)!, 'download');
  if (fault === 'cut') return void request.socket.destroy();
  if (fault && isError(fault)) return void response.writeHead(fault.status!).end(fault.message);
  if (fault) return void response.end(JSON.stringify((fault as { answer: object }).answer));
  response.end(Buffer.from(await (await fetch(`${registry}/v2/${repository}/blobs/${digest}`)).arrayBuffer()));
}

type Result = (registry: string, scenario: Scenario, input: Input, request: IncomingMessage) => object | Promise<object>;

const noRepository = (name: string): ApiError =>
  ({ error: 'RepositoryNotFoundException', message: `The repository with name '${name}' does not exist in the registry with id '${ACCOUNT}'` });

const results: Readonly<Record<string, Result>> = {
  GetCallerIdentity: (_, { callerAccount }) => ({ Account: callerAccount, UserId: 'AIDA', Arn: `arn:aws:iam::${callerAccount}:user/x` }),

  GetAuthorizationToken: (_, { password }) => ({
    authorizationData: [{ authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'), expiresAt: Date.now() / 1000 + 43_200, proxyEndpoint: `https://${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com` }],
  }),

  DescribeRepositories: (_, { repositories }, { repositoryNames: [name] }) => {
    const found = repositories.get(name);
    if (!found) return noRepository(name);
    return { repositories: [{ repositoryName: name, registryId: ACCOUNT, imageTagMutability: found.immutable ? 'IMMUTABLE' : 'MUTABLE', imageScanningConfiguration: { scanOnPush: found.scanOnPush } }] };
  },

  CreateRepository: (_, { repositories }, { repositoryName, imageTagMutability, imageScanningConfiguration }) => {
    if (repositories.has(repositoryName)) return { error: 'RepositoryAlreadyExistsException', message: 'it exists' };
    repositories.set(repositoryName, { immutable: imageTagMutability === 'IMMUTABLE', scanOnPush: imageScanningConfiguration?.scanOnPush === true });
    return { repository: { repositoryName } };
  },

  BatchGetImage: async (registry, { repositories }, { repositoryName, imageIds: [{ imageTag }] }) => {
    if (!repositories.has(repositoryName)) return noRepository(repositoryName);
    const found = await fetch(`${registry}/v2/${repositoryName}/manifests/${imageTag}`, { headers: { accept: ACCEPT } });
    if (!found.ok) return { images: [], failures: [{ imageId: { imageTag }, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' }] };
    const { headers } = found;
    return {
      failures: [],
      images: [{ imageId: { imageTag, imageDigest: headers.get('docker-content-digest') }, imageManifest: await found.text(), imageManifestMediaType: headers.get('content-type') }],
    };
  },

  GetDownloadUrlForLayer: (_, { id }, { repositoryName, layerDigest }, { headers }) =>
    ({ downloadUrl: `http://${headers.host}/blob/${id}/${repositoryName}/${layerDigest}`, layerDigest }),

  PutImage: async (registry, { repositories }, { repositoryName, imageManifest, imageManifestMediaType, imageTag }) => {
    const url = `${registry}/v2/${repositoryName}/manifests/${imageTag}`;
    if (repositories.get(repositoryName)!.immutable && (await fetch(url, { method: 'HEAD', headers: { accept: ACCEPT } })).ok) {
      return { error: 'ImageTagAlreadyExistsException', message: `The image tag '${imageTag}' already exists in the '${repositoryName}' repository and cannot be overwritten because the repository is immutable.` };
    }
    await fetch(url, { method: 'PUT', body: imageManifest, headers: { 'content-type': imageManifestMediaType } });
    return { image: { repositoryName, imageId: { imageTag } } };
  },

  DescribeImageScanFindings: () => ({ imageScanStatus: { status: 'COMPLETE' }, imageScanFindings: { findingSeverityCounts: { LOW: 1 }, findings: [] } }),
};
