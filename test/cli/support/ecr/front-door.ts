import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isManifest, registryError, scenarios, type Scenario } from './scenario';

/** Where docker looks for a registry without a port, after it found no TLS. */
const HTTP_PORT = 80;

/** What ECR puts before a registry: logins, repositories that exist, immutable tags; and the faults of the test. */
export async function openFrontDoor(registry: string): Promise<Server> {
  const server = createServer((request, response) => {
    const scenario = scenarioOf(request);
    if (!scenario) return void response.writeHead(401, { 'www-authenticate': 'Basic realm="ecr",service="ecr.amazonaws.com"' }).end();
    scenario.requests.push(`${request.method} ${request.url}`);
    if (scenario.registry?.(request, response)) return undefined;
    return void pass(registry, scenario, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`port ${HTTP_PORT} of 127.0.0.1 cannot be had (${error.message}); this test needs it, and root`)));
    server.listen(HTTP_PORT, '127.0.0.1', resolve);
  });
  return server;
}

/** Whoever logs in is known by the password. */
function scenarioOf({ headers }: IncomingMessage): Scenario | undefined {
  const [, password] = Buffer.from(headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString().split(/:(.*)/s);
  return [...scenarios.values()].find((scenario) => scenario.password === password);
}

async function pass(registry: string, scenario: Scenario, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url!, registry);
  const repository = /^\/v2\/(.+)\/(?:blobs|manifests)\//.exec(pathname)?.[1];
  const known = repository === undefined ? undefined : scenario.repositories.get(repository);
  if (repository !== undefined && !known) {
    registryError(404, 'NAME_UNKNOWN', `The repository with name '${repository}' does not exist in the registry`)(request, response);
    return;
  }
  const tag = pathname.slice(pathname.lastIndexOf('/') + 1);
  if (isManifest(request) && known!.immutable && !tag.startsWith('sha256:') && (await fetch(`${registry}${pathname}`, { method: 'HEAD', headers: { accept: '*/*' } })).ok) {
    registryError(400, 'TAG_INVALID', `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the repository is immutable.`)(request, response);
    return;
  }
  // Without what mounts layers of other repositories, which ECR does not do by itself either: each test sends its own.
  const path = request.method === 'POST' ? pathname : request.url!;
  const sent = forward(`${registry}${path}`, { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(response);
  });
  sent.on('error', () => request.socket.destroy());
  request.pipe(sent);
}
