import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A call as the server got it. */
export interface ReceivedCall {
  readonly action: string;
  readonly body: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
}

/** What the server answers: a body, or an error in the form of AWS JSON 1.1. `cut` breaks the connection instead. */
export type Answer = { readonly body: unknown } | { readonly error: string; readonly message: string; readonly status?: number } | 'cut';

/** Answers of each action in order; the last one stands for all further calls. */
export type Script = Readonly<Record<string, readonly Answer[]>>;

export interface SageMakerEndpoint {
  readonly url: string;
  readonly calls: ReceivedCall[];
  /** What the program needs to call it and nothing else of AWS. */
  readonly env: Record<string, string>;
}

export const SECRET = 'fake-secret-that-nobody-prints';
export const SESSION_TOKEN = 'fake-token-that-nobody-prints';
export const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIDFAKE', AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: SESSION_TOKEN };

export const arnOf = (name: string): string => `arn:aws:sagemaker:us-east-1:111122223333:algorithm/${name}`;

/** SageMaker's front door on 127.0.0.1, as far as algorithms are concerned: protocol AWS JSON 1.1. */
export async function sageMakerEndpoint(script: Script): Promise<SageMakerEndpoint> {
  const calls: ReceivedCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const action = String(request.headers['x-amz-target']).replace('SageMaker.', '');
      const answers = script[action] ?? [{ error: 'UnknownOperationException', message: `no ${action} here` }];
      const answer = answers[Math.min(calls.filter((call) => call.action === action).length, answers.length - 1)];
      calls.push({ action, body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>, headers: request.headers });
      if (answer === 'cut') return request.socket.destroy();
      const [status, body] = 'error' in answer ? [answer.status ?? 400, { __type: answer.error, message: answer.message }] : [200, answer.body];
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, calls, env: { ...CREDENTIALS, AWS_ENDPOINT_URL: url } };
}

/** An answer of DescribeAlgorithm. */
export function described(status: string, parts: { scans?: object[]; validations?: object[] } = {}, name = 'mean-value'): Answer {
  return {
    body: {
      AlgorithmName: name,
      AlgorithmArn: arnOf(name),
      AlgorithmStatus: status,
      CreationTime: 1_790_000_000,
      AlgorithmStatusDetails: { ImageScanStatuses: parts.scans ?? [], ValidationStatuses: parts.validations ?? [] },
    },
  };
}

/** The same of an algorithm that was made at the moment of the answer. */
export const describedNow = (status: string): Answer => {
  const { body } = described(status) as { body: object };
  return { body: { ...body, toJSON: () => ({ ...body, CreationTime: Date.now() / 1000 }) } };
};

export const CREATED: Answer = { body: { AlgorithmArn: arnOf('mean-value') } };
