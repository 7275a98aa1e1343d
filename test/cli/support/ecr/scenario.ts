import type { IncomingMessage, ServerResponse } from 'node:http';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
export const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

/** An error of AWS, by the name that the SDK knows it by. `cut` breaks the connection. */
export type ApiFault = { readonly error: string; readonly message: string; readonly status?: number } | { readonly answer: object } | 'cut';

/** Decides about a request to the registry before the registry sees it: true when it has answered it. */
export type RegistryFault = (request: IncomingMessage, response: ServerResponse) => boolean;

/** One account as a test wants it: told apart from all others by access key and by repositories, so that tests run side by side. */
export interface Scenario {
  readonly id: string;
  readonly password: string;
  /** Names without the scenario's prefix. */
  readonly repositories: Map<string, { readonly immutable: boolean; readonly scanOnPush: boolean }>;
  callerAccount: string;
  /** By action; taken back by deleting it. A list is used up from its front, anything else stays. */
  readonly api: Map<string, ApiFault | Array<ApiFault | undefined>>;
  registry?: RegistryFault;
  /** Calls of the API, in order. */
  readonly calls: string[];
  /** `METHOD path` of what reached the registry. */
  readonly requests: string[];
}

export const scenarios = new Map<string, Scenario>();

export function newScenario(id: string): Scenario {
  const scenario: Scenario = {
    id, password: `password-${id}-that-nobody-prints`, callerAccount: ACCOUNT,
    repositories: new Map(['training', 'inference'].map((name) => [`${id}/${name}`, { immutable: true, scanOnPush: true }])),
    api: new Map(), calls: [], requests: [],
  };
  scenarios.set(id, scenario);
  return scenario;
}

/** The fault of a call, if any. */
export function faultOf({ api }: Scenario, action: string): ApiFault | undefined {
  const fault = api.get(action);
  return Array.isArray(fault) ? fault.shift() : fault;
}

/** An error in the form of the registry's protocol. */
export const registryError = (status: number, code: string, message: string) => (_: IncomingMessage, response: ServerResponse): true => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ errors: [{ code, message }] }));
  return true;
};

export const cut = (request: IncomingMessage): true => {
  request.socket.destroy();
  return true;
};

/** Breaks the connection when some of the body has come. */
export const cutInside = (request: IncomingMessage): true => {
  request.once('data', () => request.socket.destroy());
  return true;
};

export const isLayerUpload = ({ method, url = '' }: IncomingMessage): boolean => method === 'PATCH' && url.includes('/blobs/uploads/');
export const isUploadStart = ({ method, url = '' }: IncomingMessage): boolean => method === 'POST' && url.includes('/blobs/uploads/');
export const isUploadEnd = ({ method, url = '' }: IncomingMessage): boolean => method === 'PUT' && url.includes('/blobs/uploads/');
export const isManifest = ({ method, url = '' }: IncomingMessage): boolean => method === 'PUT' && url.includes('/manifests/');
export const isPing = ({ url }: IncomingMessage): boolean => url === '/v2/';
