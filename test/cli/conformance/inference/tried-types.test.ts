import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Client } from '../../../../src/cli/conformance/inference/client';
import { triedResponseTypes } from '../../../../src/cli/conformance/inference/tried-types';
import type { TrialServer } from '../../../../src/cli/conformance/targets/serving-trial';

const SAMPLES = ['text/csv', 'application/json'].map((contentType) => ({ name: contentType, contentType, accept: '*/*', body: Buffer.from('1') }));

async function tried(answer: (type: string, accept: string | undefined) => string | undefined): Promise<readonly string[]> {
  const listener: RequestListener = ({ headers }, response) => {
    const type = answer(headers['content-type']!, headers.accept);
    response.writeHead(type === undefined ? 406 : 200, type === undefined ? {} : { 'Content-Type': type }).end('1');
  };
  const server = createServer(listener);
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return triedResponseTypes(new Client({ url } as TrialServer, 5_000, new AbortController().signal), SAMPLES);
}

it('are those that every sample can be answered in', async () => {
  expect(await tried((type, accept = type) => (accept === 'application/jsonlines' ? undefined : accept))).toEqual(['text/csv', 'application/json']);
});

it('is the only one of a server that does not care', async () => {
  expect(await tried(() => 'application/json')).toEqual(['application/json']);
});

it('are not known of a server that answers in the type of the request', async () => {
  expect(await tried((type) => type)).toEqual([]);
});

it('are not known of a server that answers with something else unless it is asked', async () => {
  expect(await tried((_, accept = 'text/plain') => accept)).toEqual([]);
});
