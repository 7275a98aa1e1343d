import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvokeEndpointCommand, InvokeEndpointWithResponseStreamCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDoor } from '../../../src/cli/simulator/service-door';

/** AWS's own client, on a door before a container that answers so. */
async function sdk(handler: RequestListener): Promise<SageMakerRuntimeClient> {
  const container = createServer(handler);
  await new Promise<void>((resolve) => container.listen(0, '127.0.0.1', resolve));
  const { port, close } = await openDoor(0, new URL(`http://127.0.0.1:${(container.address() as AddressInfo).port}`));
  const client = new SageMakerRuntimeClient({
    endpoint: `http://127.0.0.1:${port}`, region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1,
  });
  onTestFinished(async () => {
    client.destroy();
    await close();
    container.closeAllConnections();
    container.close();
  });
  return client;
}

const REQUEST = { EndpointName: 'any', ContentType: 'text/csv', Accept: 'application/jsonlines', Body: '5.1,3.5\n' };

/** The texts of the pieces, and the error that ended them. */
async function streamed(client: SageMakerRuntimeClient) {
  const { Body, ...rest } = await client.send(new InvokeEndpointWithResponseStreamCommand(REQUEST));
  const pieces: string[] = [];
  let error: unknown;
  try {
    for await (const { PayloadPart } of Body!) pieces.push(Buffer.from(PayloadPart!.Bytes!).toString());
  } catch (thrown) {
    error = thrown;
  }
  return { pieces, error, ...rest };
}

describe('AWS’s SDK at the address of local:serve', () => {
  it('gets the answer of InvokeEndpoint, and what the container says beside it', async () => {
    const client = await sdk((request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/csv', 'X-Amzn-SageMaker-Custom-Attributes': `got ${request.headers['content-type']}` }).end('setosa\n');
    });

    const answer = await client.send(new InvokeEndpointCommand(REQUEST));

    expect(answer).toMatchObject({ ContentType: 'text/csv', CustomAttributes: 'got text/csv', InvokedProductionVariant: 'AllTraffic' });
    expect(Buffer.from(answer.Body!).toString()).toBe('setosa\n');
  });

  it('gets the pieces of InvokeEndpointWithResponseStream as they come', async () => {
    let goOn = () => undefined as void;
    const client = await sdk((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/jsonlines', 'X-Amzn-SageMaker-Custom-Attributes': 'trace=1' });
      response.write('{"n":1}\n');
      goOn = () => void response.end('{"n":2}\n');
    });

    const { Body, ...rest } = await client.send(new InvokeEndpointWithResponseStreamCommand(REQUEST));
    const pieces: string[] = [];
    for await (const { PayloadPart } of Body!) {
      pieces.push(Buffer.from(PayloadPart!.Bytes!).toString());
      // The second piece is written when the first one has been read.
      if (pieces.length === 1) goOn();
    }

    expect(pieces).toEqual(['{"n":1}\n', '{"n":2}\n']);
    expect(rest).toMatchObject({ ContentType: 'application/jsonlines', CustomAttributes: 'trace=1', InvokedProductionVariant: 'AllTraffic' });
  });

  it('is told a stream that breaks as a ModelStreamError, after the pieces before it', async () => {
    const client = await sdk((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' });
      response.write('half', () => response.destroy());
    });

    const { pieces, error } = await streamed(client);

    expect(pieces).toEqual(['half']);
    expect(error).toMatchObject({ name: 'ModelStreamError', ErrorCode: 'StreamBroken' });
  });

  it.each([InvokeEndpointCommand, InvokeEndpointWithResponseStreamCommand])('is told an error of the container as a ModelError: %o', async (Command) => {
    const client = await sdk((_, response) => response.writeHead(415).end('no CSV'));

    await expect(client.send(new Command(REQUEST) as InvokeEndpointCommand)).rejects.toMatchObject({
      name: 'ModelError', OriginalStatusCode: 415, OriginalMessage: 'no CSV', $metadata: { httpStatusCode: 424 },
    });
  });

  it('is told a broken connection as server error 0', async () => {
    const client = await sdk((request) => request.socket.destroy());

    await expect(streamed(client)).rejects.toMatchObject({ name: 'ModelError', OriginalStatusCode: 0 });
  });
});
