import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { ServingSpec } from '../../../../src/contract/algorithm-spec';
import { tmpDir } from '../../../support/tmp-dir';
import { bundle, bundledOnce } from '../../support/program';
import { call } from '../../support/serve';
import { beginCsv, invokeCsv, OBEDIENT, serveBundle, serveProgram, servingProgram, type ServedProgram } from '../../support/serve-program';

const program = bundledOnce(servingProgram(OBEDIENT, '{ heapMaxMb: 64 }'));

type Serving = ServedProgram & { readonly port: number; invoke(body: string): ReturnType<typeof invokeCsv> };

/** A server with this many workers. */
async function serving(count: number, more: ServingSpec = {}, env: NodeJS.ProcessEnv = {}): Promise<Serving> {
  const running = serveBundle(program(), { env, serving: { concurrency: { kind: 'workers', count }, ...more } });
  const port = await running.ready();
  return { ...running, port, invoke: (body) => invokeCsv(port, body) };
}

const CSV = { 'Content-Type': 'text/csv' };

const FAILED = { status: 500, body: expect.stringContaining('"code":"SMA_RUN_PREDICTION_FAILED"') };

describe('a pool of workers', () => {
  it('answers in other threads, as many as there are', async () => {
    const { port, invoke, go, says } = await serving(2);
    const held = [1, 2].map((value) => invoke(`hold,${value}`));
    await Promise.all([says(/holding 1/), says(/holding 2/)]);
    go();

    expect((await Promise.all(held)).map(({ body }) => body)).toEqual(['1\n', '2\n']);
    expect(Number((await invokeCsv(port, 'thread')).body)).toBeGreaterThan(0);
  });

  it('takes requests and answers of any size, and mixes none up', async () => {
    const { invoke } = await serving(2);
    const texts = [1, 100, 16 * 1024 - 5, 16 * 1024, 70_000, 500_000].map((length, index) => String(index).repeat(length));

    const replies = await Promise.all([...texts, ...texts].map((text) => invoke(`echo,${text}`)));

    expect(replies.map(({ body }) => body)).toEqual([...texts, ...texts].map((text) => `${text}\n`));
  });

  it('keeps /ping quick while every worker computes', async () => {
    const { port, invoke, says } = await serving(1);
    const busy = invoke('spin,1500');
    await says(/spinning/);
    const startedAt = performance.now();
    const replies = [];
    while (performance.now() - startedAt < 1000) replies.push((await call(port, '/ping')).status);

    expect(new Set(replies)).toEqual(new Set([200]));
    expect(replies.length).toBeGreaterThan(50);
    expect((await busy).body).toBe('spun\n');
  });

  it('answers 400 for what the caller did, 500 for what the algorithm did, with the reason in the log only', async () => {
    const { invoke, output } = await serving(1);

    expect(await invoke('echo,1\nbad')).toMatchObject({ status: 200, body: '1\nERROR\n' });
    expect(await invoke('bad')).toMatchObject({ status: 400, body: '{"code":"SMA_RUN_BAD_RECORD","message":"record 1: is bad"}' });
    const failed = await invoke('throw');
    expect(failed).toMatchObject(FAILED);
    expect(failed.body).not.toContain('a secret');
    expect(output()).toMatch(/ERROR an invocation failed\n {4}Error: a secret\n.*at .*program\.ts/);
  });

  it('logs what its workers say in the same form as its own', async () => {
    const { invoke, says, output } = await serving(1);
    await invoke('say,a word');
    await says(/a word by console/);

    expect(output()).toMatch(/^\S+Z INFO a word$/m);
  });

  it('goes on when a promise that nobody awaits is rejected in a worker', async () => {
    const { invoke, output } = await serving(1);

    expect((await invoke('stray')).body).toBe('gone on\n');
    expect((await invoke('echo,1')).body).toBe('1\n');
    expect(output()).toMatch(/ERROR a promise was rejected and nobody awaited it\n {4}Error: a stray/);
  });
});

describe('the number of workers', () => {
  it('comes from the environment before the definition', async () => {
    const running = serveBundle(program(), { serving: { concurrency: { kind: 'workers', count: 1 } }, env: { SAGEMAKER_MODEL_SERVER_WORKERS: '3' } });

    await running.says(/ready; loading took \d+ ms, 3 workers/);
  });

  it('that is none ends the server with 2 and the reason', async () => {
    const { ended, output } = serveBundle(program(), { env: { MODEL_SERVER_WORKERS: 'auto' } });

    expect((await ended).exitCode).toBe(2);
    expect(output()).toContain('MODEL_SERVER_WORKERS is "auto"; it must be a whole number of workers from 1 to 256');
  });
});

describe('requests that arrive together', () => {
  it('are predicted by one call of one worker, if the definition says so', async () => {
    const { invoke } = await serving(2, { batching: { maxRequests: 8, maxWaitMs: 10_000 } });

    const replies = await Promise.all(Array.from({ length: 8 }, (_, index) => invoke(`size\necho,${index}`)));

    expect(replies.map(({ body }) => body)).toEqual(replies.map((_, index) => `16\n${index}\n`));
  });
});

describe('SIGTERM', () => {
  it('lets every request be answered that is here, those in the queue as well, and ends with 0', async () => {
    const { child, invoke, go, says, ended, port } = await serving(1);
    const held = invoke('hold,1');
    await says(/holding 1/);
    const waiting = [2, 3].map((value) => invoke(`echo,${value}`));
    // They have connected before it stops: it takes connections in their order.
    await call(port, '/ping');
    child.kill('SIGTERM');
    await says(/the server takes no new connections/);
    go();

    expect((await Promise.all([held, ...waiting])).map(({ body }) => body)).toEqual(['1\n', '2\n', '3\n']);
    expect(await ended).toEqual({ exitCode: 0, signal: null });
  });

  it('lets what waits be answered by the successor of a worker that is lost meanwhile', async () => {
    const { child, invoke, says, ended, port } = await serving(1);
    const lost = invoke('spin,2000\nexit');
    await says(/spinning/);
    const waiting = invoke('echo,2');
    await call(port, '/ping');
    child.kill('SIGTERM');

    expect(await lost).toMatchObject(FAILED);
    expect((await waiting).body).toBe('2\n');
    expect(await ended).toEqual({ exitCode: 0, signal: null });
  });

  it('tells a model that loads in a worker', async () => {
    const { child, listening, ended, says } = await serveProgram(servingProgram(`defineInference({
      async loadModel(files, { log, signal }) {
        signal.addEventListener('abort', () => log.info('told'));
        log.info('loading');
        await sleep(60000, undefined, { signal });
      },
      predict: () => [],
    })`));
    await Promise.all([listening(), says(/INFO loading/)]);
    child.kill('SIGTERM');

    expect(await ended).toEqual({ exitCode: 0, signal: null });
  });
});

describe('the file of a program', () => {
  it('may be an ES module', async () => {
    const running = serveBundle(await bundle(servingProgram(OBEDIENT), 'esm'), { serving: { concurrency: { kind: 'workers', count: 2 } } });

    expect((await invokeCsv(await running.ready(), 'echo,1')).body).toBe('1\n');
  });

  it('has to be known to Node, or there are no workers: SMA_RUN_PROGRAM_FILE', async () => {
    const child = spawn(process.execPath, ['-e', `require(${JSON.stringify(program())})`], {
      env: { PATH: process.env.PATH, SAGEMAKER_BIND_TO_PORT: '0', SAGEMAKER_BASE_DIR: tmpDir() }, stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (output += text));
    const [exitCode] = await once(child, 'close');

    expect([exitCode, output]).toEqual([1, expect.stringContaining('SMA_RUN_PROGRAM_FILE')]);
  });
});

describe('a worker that is lost', () => {
  it('before it has loaded a model ends the server at once: SMA_RUN_WORKER_ENDED', async () => {
    const { ended, output } = await serveProgram(servingProgram('defineInference({ loadModel: () => process.exit(7), predict: () => [] })'));

    expect((await ended).exitCode).toBe(1);
    expect(output().match(/SMA_RUN_WORKER_ENDED {2}a worker ended while it loaded the model: its code ended it \(process\.exit, exit code 7\)/g)).toHaveLength(1);
  });

  it('and cannot be replaced ends the server with the reason', async () => {
    const { ready, ended, output, modelFile } = await serveProgram(servingProgram(OBEDIENT), { serving: { concurrency: { kind: 'workers', count: 1 } } });
    const port = await ready();
    rmSync(modelFile);

    expect(await invokeCsv(port, 'exit')).toMatchObject(FAILED);
    expect((await ended).exitCode).toBe(1);
    expect(output()).toMatch(/SMA_RUN_MODEL_FILE {2}model file model\.json is missing[^]*worker 1 could not be replaced: 3 attempts in a row failed\n$/);
  });

  it.each([
    ['ends itself', 'exit', /worker \d ended: its code ended it \(process\.exit, exit code 3\)/],
    ['throws outside of the prediction', 'crash', /worker \d ended: a crash; another one takes its place\n {4}Error: a crash/],
  ])('because it %s is replaced: its request gets 500, the others are untouched', async (_how, command, reason) => {
    const { invoke, go, says, port } = await serving(2);
    const other = invoke('hold,7');
    await says(/holding 7/);

    expect(await invoke(command)).toMatchObject(FAILED);
    expect((await call(port, '/ping')).status).toBe(200);
    expect((await invoke('echo,1')).body).toBe('1\n');
    go();
    expect(await other).toMatchObject({ status: 200, body: '7\n' });
    await says(reason);
  });

  it('because it runs out of memory is replaced', async () => {
    const { invoke, says } = await serving(1);

    expect(await invoke('oom')).toMatchObject(FAILED);
    expect((await invoke('echo,1')).body).toBe('1\n');
    await says(/worker 1 ended: .*memory limit.*; another one takes its place/);
  }, 60_000);
});

describe('the time for an answer', () => {
  it('ends with 504, and a worker that computes on is replaced', async () => {
    const { invoke, says, port } = await serving(1, { timeoutSeconds: 1 });
    const late = await invoke('forever');

    expect(late).toMatchObject({ status: 504, body: expect.stringContaining('"code":"SMA_RUN_TIMEOUT"') });
    expect((await call(port, '/ping')).status).toBe(200);
    await says(/worker 1 ended: it was still busy 1 s after the time for its answer; another one takes its place/);
    expect((await invoke('echo,1')).body).toBe('1\n');
  });

  it('is told to a predictor that listens, whose worker stays', async () => {
    const { invoke, says, output } = await serving(1, { timeoutSeconds: 1 });

    expect((await invoke('abort')).status).toBe(504);
    await says(/aborted by TimeoutError/);
    expect((await invoke('echo,1')).body).toBe('1\n');
    expect(output()).not.toContain('another one takes its place');
  });

  it('counts the wait for a worker', async () => {
    const { invoke, says } = await serving(1, { timeoutSeconds: 1 });
    const first = invoke('spin,1900');
    await says(/spinning/);

    expect((await invoke('echo,1')).status).toBe(504);
    expect((await first).status).toBe(504);
  });
});

describe('too many requests', () => {
  it('are refused with 503 and Retry-After at once, and the others are answered', async () => {
    const { invoke, go, says } = await serving(1, { queueMax: 2 });
    const held = invoke('hold,1');
    await says(/holding 1/);
    const waiting = [2, 3].map((value) => invoke(`echo,${value}`));
    // Those two are in the queue as soon as one more is refused.
    let refused = await invoke('echo,4');
    while (refused.status !== 503) refused = await invoke('echo,4');

    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '1' }, body: expect.stringContaining('SMA_RUN_OVERLOADED') });
    go();
    expect((await held).body).toBe('1\n');
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('a caller who goes away', () => {
  it('is told to the predictor, whose worker takes the next request', async () => {
    const { port, says, invoke } = await serving(1);
    const caller = beginCsv(port, 'abort');
    await says(/waiting/);
    caller.destroy();
    await says(/aborted by AbortError/);

    expect((await invoke('echo,1')).body).toBe('1\n');
  });

  it('makes no failure of a prediction that breaks off for that reason', async () => {
    const { port, says, invoke, output } = await serving(1, {}, { SAGEMAKER_CONTAINER_LOG_LEVEL: 'debug' });
    const caller = beginCsv(port, 'give up');
    await says(/waiting/);
    caller.destroy();

    await says(/DEBUG a prediction ended since nobody waits for it/);
    expect((await invoke('echo,1')).body).toBe('1\n');
    expect(output()).not.toContain('ERROR');
  });

  it('while he waits in the queue costs no worker', async () => {
    const { port, says, invoke, go, output } = await serving(1, {}, { SAGEMAKER_CONTAINER_LOG_LEVEL: 'debug' });
    const held = invoke('hold,1');
    await says(/holding 1/);
    const caller = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST', headers: { ...CSV, Expect: '100-continue' }, agent: false });
    caller.on('error', () => {}).flushHeaders();
    await once(caller, 'continue');
    caller.end('hold,2');
    await once(caller, 'finish');
    caller.destroy();
    await says(/DEBUG .*the caller closed the connection before the answer/);
    go();

    expect((await held).body).toBe('1\n');
    expect((await invoke('echo,3')).body).toBe('3\n');
    expect(output()).not.toContain('holding 2');
  });
});
