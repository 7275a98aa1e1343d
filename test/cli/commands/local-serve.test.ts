import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, lives, seen, startCli } from '../support/cli';
import { fixtureProject } from '../support/fixture-project';

const SERVE = ['local:serve', '--engine', 'process'];
const endpoint = (dir: string) => join(dir, '.sm-algorithm/endpoint.json');

async function trained(...hyperparameters: string[]): Promise<string> {
  const dir = fixtureProject();
  const { exitCode, stdout, stderr } = await cli(dir, ['local:train', '--engine', 'process', ...hyperparameters.flatMap((pair) => ['--hyperparameter', pair])]);
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toMatch(/model +\d+ B, 2 files +\.sm-algorithm\/runs\/\S+\/model\.tar\.gz/);
  return dir;
}

describe('local:train, local:serve and local:invoke', () => {
  it('serve the newest model until Ctrl-C and answer', async () => {
    const dir = await trained();
    const server = startCli(dir, SERVE);
    const [, url] = await seen(server, /(http:\/\/127\.0\.0\.1:\d+)\n/);
    const [, pid] = /serving pid (\d+)/.exec(readFileSync(join(dir, (JSON.parse(readFileSync(endpoint(dir), 'utf8')) as { run: string }).run, 'serving.log'), 'utf8'))!;

    const all = await cli(dir, ['local:invoke']);
    const one = await cli(dir, ['local:invoke', '--url', url, '--content-type', 'text/csv', '--accept', 'application/json', '-'], { input: '1\n' });
    const below = await cli(dir, ['local:invoke', '--url', `${url}/nobody/here/`, 'test/payloads/two.csv']);
    const json = await cli(dir, ['local:invoke', '--json', 'test/payloads/two.csv']);
    server.kill('SIGINT');
    const { exitCode, stdout, stderr } = await server.finished;

    expect(all).toMatchObject({ exitCode: 0, stdout: '{"predictions":[2]}\n2\n2' });
    expect(all.stderr).toMatch(/two\.csv {2}200 {2}\d+ ms {2}2 predictions/);
    expect(one).toMatchObject({ exitCode: 0, stdout: '{"predictions":[2]}' });
    expect(below).toMatchObject({ exitCode: 0, stdout: '2\n2' });
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, url, payloads: [{ payload: 'two.csv', status: 200, body: '2\n2\n' }] });
    expect([exitCode, stdout]).toEqual([0, url]);
    expect(stderr).toContain('draining');
    expect(existsSync(endpoint(dir))).toBe(false);
    expect(lives(Number(pid))).toBe(false);
  });

  it('pass on what the caller says, show streams, and tell errors as the API does', async () => {
    const dir = await trained('serve=report');
    const server = startCli(dir, SERVE);
    await seen(server, /(http:\/\/127\.0\.0\.1:\d+)\n/);

    const file = 'test/payloads/two.csv';
    const ids = ['--custom-attributes', 'trace=1', '--inference-id', 'i-7', '--session-id', 'NEW_SESSION'];
    const said = await cli(dir, ['local:invoke', ...ids, file]);
    const streamed = await cli(dir, ['local:invoke', '--stream', file]);
    const long = await cli(dir, ['local:invoke', '--inference-id', 'x'.repeat(65), file]);
    const foreign = await cli(dir, ['local:invoke', '--custom-attributes', 'ä', file]);
    const session = await cli(dir, ['local:invoke', '--session-id', '-', file]);
    server.kill('SIGINT');
    await server.finished;

    const { headers } = JSON.parse(said.stdout) as { headers: Record<string, string> };
    expect(headers).toMatchObject({
      'x-amzn-sagemaker-custom-attributes': 'trace=1', 'x-amzn-sagemaker-inference-id': 'i-7', 'x-amzn-sagemaker-session-id': 'NEW_SESSION',
    });
    expect([streamed.exitCode, JSON.parse(streamed.stdout)]).toEqual([0, expect.objectContaining({ uid: expect.any(Number) })]);
    expect(streamed.stderr).toMatch(/two\.csv {2}200 {2}\d+ ms {2}.*1 piece {2}the first after \d+ ms/);
    expect([long, foreign, session].map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
    expect(long.stderr).toContain('1 to 64 visible ASCII');
  });

  it('give the error of the API with --json', async () => {
    const dir = await trained('serve=refuse');
    const server = startCli(dir, SERVE);
    await seen(server, /(http:\/\/127\.0\.0\.1:\d+)\n/);

    const { exitCode, stdout } = await cli(dir, ['local:invoke', '--json', 'test/payloads/two.csv']);
    server.kill('SIGINT');
    await server.finished;

    expect(exitCode).toBe(1);
    const error = { ErrorCode: 'CLIENT_ERROR_FROM_MODEL', OriginalStatusCode: 400, OriginalMessage: 'bad record 1' };
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, payloads: [{ status: 400, error }] });
  });

  it('takes the wanted port and the named model', async () => {
    const dir = await trained('offset=5');
    const model = JSON.parse((await cli(dir, ['local:train', '--engine', 'process', '--json'])).stdout) as { model: { path: string } };
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const port = (blocker.address() as { port: number }).port;

    const busy = await cli(dir, [...SERVE, '--port', String(port)]);
    await new Promise((resolve) => blocker.close(resolve));
    const server = startCli(dir, [...SERVE, '--port', String(port), '--model', model.model.path]);
    await seen(server, new RegExp(`http://127\\.0\\.0\\.1:${port}\n`));
    server.kill('SIGTERM');

    expect(busy.stderr).toMatch(/SMA_CLI_PORT {2}--port \d+ cannot be listened on \(EADDRINUSE\)/);
    expect(busy.exitCode).toBe(1);
    expect((await server.finished).exitCode).toBe(0);
  });

  it('says that the server died', async () => {
    const dir = await trained('serve=die-on-request');
    const server = startCli(dir, SERVE);
    await seen(server, /http:\/\/127/);

    const answer = await cli(dir, ['local:invoke', 'test/payloads/two.csv']);
    const { exitCode, stderr } = await server.finished;

    expect(answer.exitCode).toBe(1);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_SERVER {2}the server ended by itself; exit code 8/);
    expect(existsSync(endpoint(dir))).toBe(false);
  });

  it('refuses what cannot be', async () => {
    const dir = fixtureProject();

    const none = await cli(dir, SERVE);
    const gone = await cli(dir, [...SERVE, '--model', 'gone.tar.gz']);
    const broken = await cli(dir, [...SERVE, '--model', 'test/payloads/two.csv']);
    const port = await cli(dir, [...SERVE, '--port', '99999']);
    const folder = await cli(dir, ['local:invoke', '--url', 'http://127.0.0.1:1', '--content-type', 'text/csv', 'test/payloads']);
    const query = await cli(dir, ['local:invoke', '--url', 'http://127.0.0.1:1/?a=1']);
    const notUp = await cli(dir, ['local:invoke']);
    const badUrl = await cli(dir, ['local:invoke', '--url', 'ftp://x']);
    const nobody = await cli(dir, ['local:invoke', '--url', 'http://127.0.0.1:1']);

    expect(none.stderr).toMatch(/SMA_CLI_MODEL_MISSING[^]*npx projen local:train/);
    expect(gone.stderr).toMatch(/SMA_CLI_MODEL_MISSING {2}\S+gone\.tar\.gz does not exist/);
    expect(broken.stderr).toMatch(/SMA_CLI_MODEL {2}/);
    expect(port.stderr).toContain('a port is a whole number from 1 to 65535');
    expect(notUp.stderr).toMatch(/SMA_CLI_ENDPOINT {2}no local:serve is up/);
    expect(folder.stderr).toMatch(/SMA_CLI_PAYLOAD {2}test\/payloads is a folder/);
    expect(badUrl.stderr).toMatch(/SMA_CLI_USAGE[^]*a path in it is kept/);
    expect(query.stderr).toMatch(/SMA_CLI_USAGE/);
    expect(nobody.stderr).toMatch(/SMA_CLI_ENDPOINT[^]*nothing listens there/);
    expect(new Set([none, gone, broken, port, folder, query, notUp, badUrl, nobody].map(({ exitCode }) => exitCode))).toEqual(new Set([1]));
  });
});
