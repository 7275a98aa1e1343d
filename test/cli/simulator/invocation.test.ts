import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stopProblem } from '../../../src/cli/simulator/endpoint';
import { callerError, describeFailure, invoke } from '../../../src/cli/simulator/invocation';

const { signal } = new AbortController();
const PAYLOAD = { name: 'one.csv', body: Buffer.from('1\n'), contentType: 'text/csv', accept: 'text/csv' };

async function server(handler: RequestListener): Promise<string> {
  const listening = createServer(handler);
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    listening.closeAllConnections();
    listening.close();
  });
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

describe('an invocation', () => {
  it('carries what the caller says, a header to be ignored, and brings back what the API brings back', async () => {
    const url = await server((request, response) => response
      .writeHead(200, { 'Content-Type': 'application/json', 'X-Amzn-SageMaker-Custom-Attributes': 'b', 'Server': 'x' })
      .end(JSON.stringify(Object.keys(request.headers).sort())));

    const { body, returned, responseType } = await invoke(url, { ...PAYLOAD, headers: { 'X-Amzn-SageMaker-Inference-Id': '7' } }, signal);

    expect(JSON.parse(body.toString())).toEqual([
      'accept', 'connection', 'content-length', 'content-type', 'host', 'x-amzn-sagemaker-decoy', 'x-amzn-sagemaker-inference-id',
    ]);
    expect([responseType, returned]).toEqual(['application/json', { 'X-Amzn-SageMaker-Custom-Attributes': 'b' }]);
  });

  it('shows the pieces of a stream before its end', async () => {
    let goOn: () => void;
    const shown = new Promise<void>((resolve) => (goOn = resolve));
    const url = await server((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: 1\n\n');
      void shown.then(() => response.end('data: 2\n\n'));
    });
    const pieces: string[] = [];

    const { stream, status } = await invoke(url, PAYLOAD, signal, { onPiece: (piece) => {
      pieces.push(piece.toString());
      goOn();
    } });

    expect([status, pieces, stream?.pieces]).toEqual([200, ['data: 1\n\n', 'data: 2\n\n'], 2]);
    expect(stream?.firstPieceMs).toBeGreaterThan(0);
  });

  it('shows no piece of a bad answer as a prediction', async () => {
    const pieces: Buffer[] = [];
    const url = await server((_, response) => response.writeHead(400).end('bad record 1'));

    const invocation = await invoke(url, PAYLOAD, signal, { onPiece: (piece) => pieces.push(piece) });

    expect(pieces).toEqual([]);
    expect(callerError(invocation)).toMatchObject({ ErrorCode: 'CLIENT_ERROR_FROM_MODEL', OriginalStatusCode: 400, OriginalMessage: 'bad record 1' });
  });

  it('calls a stream that breaks off ModelStreamError, and no answer at all a ModelError of status 0', async () => {
    const broken = await server((_, response) => {
      response.writeHead(200).write('begin');
      setTimeout(() => response.destroy(), 50);
    });

    const streamed = await invoke(broken, PAYLOAD, signal, { onPiece: () => undefined });
    const none = await invoke('http://127.0.0.1:1', PAYLOAD, signal);

    expect([streamed.status, callerError(streamed)?.ErrorCode, streamed.body.toString()]).toEqual([0, 'ModelStreamError', 'begin']);
    expect(describeFailure(streamed)).toContain('the answer broke off');
    expect(callerError(none)).toMatchObject({ OriginalStatusCode: 0, OriginalMessage: 'nothing listens there' });
  });
});

describe('the end of a server that was stopped', () => {
  it('is good with exit code 0 only, and its kill after the grace time is no lack of memory', () => {
    expect(stopProblem({ exitCode: 0 }, 100)).toBeUndefined();
    expect(stopProblem({ exitCode: 3 }, 100)).toContain('did not end well after SIGTERM: exit code 3');
    expect(stopProblem({ exitCode: 137 }, 30_100)).toContain('still ran 30 s after SIGTERM');
    expect(stopProblem({ signal: 'SIGKILL' }, 30_100)).toContain('still ran 30 s after SIGTERM');
    expect(stopProblem({ exitCode: 137 }, 200)).toContain('exit code 137');
  });
});
