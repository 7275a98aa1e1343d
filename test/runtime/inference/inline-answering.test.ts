import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { ServingSpec } from '../../../src/contract/algorithm-spec';
import { bundledOnce } from '../support/program';
import { sendRaw } from '../support/serve';
import { beginCsv, invokeCsv, OBEDIENT, serveBundle, servingProgram } from '../support/serve-program';

const program = bundledOnce(servingProgram(OBEDIENT));

async function serving(spec: ServingSpec, env: NodeJS.ProcessEnv = {}) {
  const running = serveBundle(program(), { env, serving: { concurrency: { kind: 'inline' }, ...spec } });
  const port = await running.ready();
  return { ...running, port, invoke: (body: string) => invokeCsv(port, body) };
}

describe('a server that predicts in its main thread', () => {
  it('refuses requests beyond its bound with 503 at once', async () => {
    const { invoke, go, says } = await serving({ queueMax: 2 });
    const held = [1, 2].map((value) => invoke(`hold,${value}`));
    await Promise.all([says(/holding 1/), says(/holding 2/)]);

    expect(await invoke('echo,3')).toMatchObject({ status: 503, headers: { 'retry-after': '1' }, body: expect.stringContaining('SMA_RUN_OVERLOADED') });
    go();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await invoke('echo,3')).body).toBe('3\n');
  });

  it('keeps a place for a body that is still arriving', async () => {
    const { port, invoke } = await serving({ queueMax: 1 });
    const uploading = connect(port, '127.0.0.1');
    uploading.write('POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 7\r\n\r\necho');

    await vi.waitFor(async () => expect((await invoke('echo,3')).status).toBe(503));
    const [answer] = await Promise.all([once(uploading, 'data'), uploading.write(',1\n')]);
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /);
    expect((await invoke('echo,3')).body).toBe('3\n');
    uploading.destroy();
  });

  it('gives the place of a body back that does not arrive', async () => {
    const { port, invoke } = await serving({ queueMax: 1 });
    const uploading = connect(port, '127.0.0.1');
    uploading.write('POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 7\r\n\r\necho');
    await vi.waitFor(async () => expect((await invoke('echo,3')).status).toBe(503));

    uploading.destroy();
    await vi.waitFor(async () => expect((await invoke('echo,3')).body).toBe('3\n'));
  });

  it('says of a body that is too long that it is, even while it refuses all others', async () => {
    const { port, invoke, go, says } = await serving({ queueMax: 1 });
    const held = invoke('hold,1');
    await says(/holding 1/);

    expect(await sendRaw(port, 'POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 99999999999\r\n\r\n')).toMatch(/^HTTP\/1\.1 413 /);
    go();
    expect((await held).status).toBe(200);
  });

  it('answers 504 when the time is up, and tells the predictor', async () => {
    const { invoke, says } = await serving({ timeoutSeconds: 1 });

    expect(await invoke('abort')).toMatchObject({ status: 504, body: expect.stringContaining('SMA_RUN_TIMEOUT') });
    await says(/aborted by TimeoutError/);
    expect((await invoke('echo,1')).body).toBe('1\n');
  });

  it('makes no failure of a prediction that breaks off since its caller has gone', async () => {
    const { port, invoke, says, output } = await serving({}, { SAGEMAKER_CONTAINER_LOG_LEVEL: 'debug' });
    const caller = beginCsv(port, 'give up');
    await says(/waiting/);
    caller.destroy();

    await says(/DEBUG a prediction ended since nobody waits for it/);
    expect((await invoke('echo,1')).body).toBe('1\n');
    expect(output()).not.toContain('ERROR');
  });

  it('takes the time of the environment before that of the definition', async () => {
    const { invoke } = await serving({ timeoutSeconds: 600 }, { SAGEMAKER_MODEL_SERVER_TIMEOUT: '1' });

    expect((await invoke('abort')).status).toBe(504);
  });

  it('knows a batch transform job however its variable is written', async () => {
    const { invoke } = await serving({}, { SAGEMAKER_BATCH: 'True' });

    expect(await invoke('bad')).toMatchObject({ status: 200, body: 'ERROR\n' });
  });
});
