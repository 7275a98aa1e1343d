import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../../src/cli/free-port';
import type { ConcurrencySpec } from '../../../src/contract/algorithm-spec';
import type { Files } from '../support/base-folder';
import { call } from '../support/serve';
import { MODEL, serveProgram as served, servingProgram } from '../support/serve-program';

const program = (definition: string): string => servingProgram(`defineInference(${definition})`);

/** The same with 1 s between SIGTERM and SIGKILL, 0.6 s of it for ourselves. */
const hurried = (definition: string): string => servingProgram(`defineInference(${definition})`, '{ graceMs: 1000, marginMs: 600 }');

const ADDING = `{
  loadModel: (files) => files.readJson('model.json'),
  predict: (model, records) => records.map((record) => model.offset + Number(record[0])),
}`;
const CSV = { 'Content-Type': 'text/csv' };

/** Where predictions run, and what the log says of it beside the time. */
const PLACES: ReadonlyArray<readonly [place: string, concurrency: ConcurrencySpec, detail: string]> = [
  ['the main thread', { kind: 'inline' }, ''],
  ['workers', { kind: 'workers', count: 2 }, ', 2 workers'],
  ['processes', { kind: 'inline', processes: 2 }, ', 2 processes'],
];

describe.each(PLACES)('predicting in %s:', (place, concurrency, detail) => {
  async function serveProgram(source: string, files: Files = MODEL, env: NodeJS.ProcessEnv = {}) {
    const running = await served(source, { files, env, serving: { concurrency } });
    const invoke = (port: number, body: string) => call(port, '/invocations', { method: 'POST', headers: CSV, body });
    return { ...running, invoke };
  }

  describe('runInference', () => {
    it('answers once it says that it is ready', async () => {
      const { listening, ready, invoke, output } = await serveProgram(program(ADDING));
      const port = await listening();
      await ready();

      expect(await call(port, '/ping')).toMatchObject({ status: 200, body: '' });
      expect(await invoke(port, '1\n2')).toMatchObject({ status: 200, body: '11\n12\n' });
      expect(output()).toMatch(/^\S+ INFO sm-algorithm serves iris 1\.2\.0 with Node v\S+ on 0\.0\.0\.0:\d+; the model is loading\n\S+ INFO the model has no sm-algorithm\.json, .*\n\S+ INFO ready; loading took \d+ ms.*\n$/);
      expect(output()).toMatch(new RegExp(`ready; loading took \\d+ ms${detail}\\n`));
    });

    it('answers /ping with 503 while the model loads', async () => {
      const { listening, ready, invoke, go } = await serveProgram(program(`{
        async loadModel() { await going(); return 1; },
        predict: (model, records) => records,
      }`));
      const port = await listening();

      expect(await call(port, '/ping')).toMatchObject({ status: 503, body: '' });
      expect((await invoke(port, '1')).status).toBe(503);
      go();
      await ready();
      for (let poll = 0; poll < 20; poll++) expect((await call(port, '/ping')).status).toBe(200);
    });

    it('listens on the port of the environment', async () => {
      const port = await freePort();
      const { listening } = await serveProgram(program(ADDING), MODEL, { SAGEMAKER_BIND_TO_PORT: String(port) });

      expect(await listening()).toBe(port);
      expect((await call(port, '/ping')).status).toBeGreaterThan(0);
    });

    it.each<[string, Files, RegExp]>([
      ['missing', {}, /ERROR the server cannot start\n.*SMA_RUN_MODEL_FILE {2}model file model\.json is missing/],
      ['corrupt', { 'model/model.json': '{"off' }, /SMA_RUN_MODEL_FILE {2}model file model\.json is not JSON/],
    ])('ends with 1 when the model is %s, and is never ready', async (_case, files, reason) => {
      const { ended, output } = await serveProgram(program(ADDING), files);

      expect((await ended).exitCode).toBe(1);
      expect(output()).toMatch(reason);
      expect(output()).not.toContain('INFO ready');
    });

    it('ends with 1 when its port is taken', async () => {
      const taken = createServer().listen(0, '0.0.0.0');
      await once(taken, 'listening');
      const { port } = taken.address() as AddressInfo;
      const { ended, output } = await serveProgram(program(ADDING), MODEL, { SAGEMAKER_BIND_TO_PORT: String(port) });

      expect((await ended).exitCode).toBe(1);
      expect(output()).toContain('EADDRINUSE');
      taken.close();
    });

    it('ends with 2 when its port is none', async () => {
      const { ended, output } = await serveProgram(program(ADDING), MODEL, { SAGEMAKER_BIND_TO_PORT: 'http' });

      expect((await ended).exitCode).toBe(2);
      expect(output()).toContain('environment variable SAGEMAKER_BIND_TO_PORT is "http"; it must be a port');
    });

    it('goes on when a promise that nobody awaits is rejected', async () => {
      const { listening, ready, invoke, says } = await serveProgram(program(`{
        loadModel: () => 1,
        predict(model, records) { void Promise.reject(new Error('stray')); return records.map(() => 0); },
      }`));
      const port = await listening();
      await ready();

      expect((await invoke(port, '1')).body).toBe('0\n');
      expect((await invoke(port, '1')).body).toBe('0\n');
      await says(/ERROR a promise was rejected and nobody awaited it\n {4}Error: stray/);
    });

    it('ends with 1 when exceptions reach the top', async () => {
      const { ended, output } = await serveProgram(program("{ loadModel: () => { setTimeout(() => { throw new Error('stray'); }); return 1; }, predict: () => [] }"));

      expect((await ended).exitCode).toBe(1);
      expect(output()).toMatch(place !== 'workers'
        ? /ERROR an exception reached the top of the program\n {4}Error: stray/
        : /ERROR worker \d ended: stray; another one takes its place\n {4}Error: stray[^]*could not be replaced: 3 attempts in a row failed\n$/);
    });

    it.each([['loadModel: () => process.exit(7)', place === 'the main thread' ? 7 : 1], ["loadModel: () => { throw new Error('no memory') }", 1]])(
      'ends at once, with the reason once, when the model does not load: %s', async (loadModel, exitCode) => {
        const { ended, output } = await serveProgram(program(`{ ${loadModel}, predict: () => [] }`));

        expect((await ended).exitCode).toBe(exitCode);
        expect(output()).not.toContain('INFO ready');
        expect(output().match(/ERROR/g)?.length ?? 0).toBe(exitCode === 7 ? 0 : 1);
      });

    it('says now and then that the model is loading', async () => {
      const { ready, says, go } = await serveProgram(servingProgram(`defineInference({
        async loadModel() { await going(); return 1; },
        predict: (model, records) => records,
      })`, '{ progressMs: 20 }'));

      await says(/INFO the model is loading, \d+ s\n[^]*INFO the model is loading, \d+ s/);
      go();
      await ready();
    });
  });

  describe('SIGTERM', () => {
    it.each(['SIGTERM', 'SIGINT'] as const)('finishes the request in flight, refuses new ones and ends with 0 (%s)', async (signal) => {
      const { child, listening, ready, invoke, ended, says, go } = await serveProgram(program(`{
        loadModel: () => 1,
        async predict(model, records, { log }) { log.info('predicting'); await going(); return records; },
      }`));
      const port = await listening();
      await ready();
      const inFlight = invoke(port, '7');
      await says(/predicting/);

      child.kill(signal);
      child.kill(signal);
      await says(/the server takes no new connections/);

      await expect(invoke(port, '8')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      go();
      expect(await inFlight).toMatchObject({ status: 200, body: '7\n', headers: { connection: 'close' } });
      expect(await ended).toEqual({ exitCode: 0, signal: null });
    });

    it('ends at once with 0 while the model loads', async () => {
      const { child, listening, ended, output } = await serveProgram(program(`{
        async loadModel(files, { signal }) { await sleep(60000, undefined, { signal }); },
        predict: () => [],
      }`));
      await listening();

      child.kill('SIGTERM');

      expect(await ended).toEqual({ exitCode: 0, signal: null });
      expect(output()).not.toContain('ERROR');
    });

    it('ends with 1 when requests are left at the end of the time', async () => {
      const { child, listening, ready, invoke, ended, output, says } = await serveProgram(hurried(`{
        loadModel: () => 1,
        async predict(model, records, { log }) { log.info('predicting'); await sleep(60000); return records; },
      }`));
      const port = await listening();
      await ready();
      const cut = invoke(port, '7').catch((error: NodeJS.ErrnoException) => error.code);
      await says(/predicting/);
      const askedAt = performance.now();

      child.kill('SIGTERM');

      expect((await ended).exitCode).toBe(1);
      expect(performance.now() - askedAt).toBeLessThan(1_000);
      expect(await cut).toBe('ECONNRESET');
      expect(output()).toContain('ERROR 1 requests were left unanswered');
    });

    it('ends though a connection has sent nothing', async () => {
      const { child, listening, ready, ended } = await serveProgram(program(ADDING));
      const silent = connect(await listening(), '127.0.0.1').on('error', () => {});
      await Promise.all([once(silent, 'connect'), ready()]);

      child.kill('SIGTERM');

      expect(await ended).toEqual({ exitCode: 0, signal: null });
    });

    it('ends though timers of the user are open', async () => {
      const { child, ready, ended } = await serveProgram(program('{ loadModel: () => void setInterval(() => {}, 10), predict: () => [] }'));
      await ready();

      child.kill('SIGTERM');

      expect(await ended).toEqual({ exitCode: 0, signal: null });
    });
  });
});
