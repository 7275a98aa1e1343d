import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builder, engineClock } from '../../../src/cli/doctor/engine';
import { clock, nodeVersion } from '../../../src/cli/doctor/machine';
import { tmpDir } from '../../support/tmp-dir';
import { cli } from '../support/cli';
import { FIXTURE_PLAN, fixtureProject } from '../support/fixture-project';

const NO_AWS = { AWS_CONFIG_FILE: '/no/config', AWS_SHARED_CREDENTIALS_FILE: '/no/credentials', SM_ALGORITHM_DOCKER: 'no-docker' };
const SCRIPTS = Object.fromEntries(['training/entrypoint', 'training/train', 'inference/entrypoint', 'inference/serve'].map((name) =>
  [`container/${name}`, '#!/bin/sh\n']));

interface Told {
  readonly topic: string;
  readonly condition: string;
  readonly what: string;
  readonly why?: string;
  readonly fix?: string;
  readonly repairable: boolean;
}

const doctor = async (dir: string, args: string[] = [], env: Record<string, string> = {}) => {
  const { exitCode, stdout, stderr } = await cli(dir, ['doctor', '--json', ...args], { env: { ...NO_AWS, ...env } });
  const document = JSON.parse(stdout) as { ok: boolean; error?: { code: string }; findings: Told[]; repaired: string[] };
  return { exitCode, stderr, document, of: (topic: string) => document.findings.find((finding) => finding.topic === topic)! };
};

describe('the doctor', () => {
  it('finds nothing bad on a machine without an engine, and says what that means', async () => {
    const { exitCode, document, of } = await doctor(fixtureProject({ files: SCRIPTS }));

    expect(exitCode).toBe(0);
    expect(document.ok).toBe(true);
    expect(of('engine')).toMatchObject({ condition: 'warning', what: expect.stringContaining('no-docker'), fix: expect.stringContaining('install Docker') });
    expect(of('node').condition).toBe('good');
    expect(document.findings.filter(({ condition }) => condition === 'warning' || condition === 'bad').every(({ why, fix }) => why && fix)).toBe(true);
  });

  it('uses no network where nobody set up AWS', async () => {
    expect((await doctor(fixtureProject({ files: SCRIPTS }))).of('AWS identity')).toMatchObject({ condition: 'skipped', what: expect.stringContaining('no credentials') });
  });

  it('looks at the machine where there is no project, and calls that bad', async () => {
    const { exitCode, document, of } = await doctor(tmpDir('sma-doctor-'));

    expect([exitCode, document.error?.code]).toEqual([1, 'SMA_CLI_DOCTOR']);
    expect(of('plan')).toMatchObject({ condition: 'bad', fix: expect.stringContaining('npx projen') });
    expect(of('disk').condition).not.toBe('bad');
  });

  it('finds modes and keys that are wrong, and puts them right', async () => {
    const encryption = { keyId: 'k1', rotatedKeyIds: [], checkpoints: true };
    const dir = fixtureProject({ plan: { algorithm: { ...FIXTURE_PLAN.algorithm, encryption } }, files: { ...SCRIPTS, '.sm-algorithm/keys/k1': 'ab'.repeat(32) } });
    chmodSync(join(dir, '.sm-algorithm/keys/k1'), 0o644);
    chmodSync(join(dir, 'container/training/train'), 0o644);

    const before = await doctor(dir);
    const after = await doctor(dir, ['--fix']);

    expect(before.of('modes')).toMatchObject({ condition: 'warning', what: expect.stringContaining('container/training/train'), repairable: true });
    expect(before.of('keys')).toMatchObject({ condition: 'warning', what: expect.stringContaining('k1'), repairable: true });
    expect(after.document.repaired).toHaveLength(2);
    expect(after.of('modes').condition).toBe('good');
    expect(after.of('keys').condition).toBe('good');
    expect(statSync(join(dir, '.sm-algorithm/keys/k1')).mode.toString(8).slice(-3)).toBe('600');
  });

  it('calls a missing key bad', async () => {
    const encryption = { keyId: 'k1', rotatedKeyIds: [], checkpoints: true };
    const { exitCode, of } = await doctor(
      fixtureProject({ plan: { algorithm: { ...FIXTURE_PLAN.algorithm, encryption } }, files: SCRIPTS }),
    );

    expect(exitCode).toBe(1);
    expect(of('keys')).toMatchObject({ condition: 'bad', fix: expect.stringContaining('openssl rand') });
  });

  it('sees a definition that is newer than its plan, and line ends of Windows', async () => {
    const dir = fixtureProject({ files: { ...SCRIPTS, '.projenrc.ts': '', 'container/training/train': '#!/bin/sh\r\n' } });
    utimesSync(join(dir, '.sm-algorithm/plan.json'), 1, 1);

    const { of } = await doctor(dir);

    expect(of('plan')).toMatchObject({ condition: 'warning', repairable: true });
    expect(of('line ends')).toMatchObject({ condition: 'warning', what: expect.stringContaining('container/training/train') });
  });

  it('sees that git has no author', async () => {
    const dir = fixtureProject({ files: SCRIPTS });
    execFileSync('git', ['init', '-q'], { cwd: dir });
    mkdirSync(join(dir, 'home'));
    writeFileSync(join(dir, 'home', 'none'), '');

    const { of } = await doctor(dir, [], { HOME: join(dir, 'home'), GIT_CONFIG_GLOBAL: join(dir, 'home', 'none'), GIT_CONFIG_SYSTEM: '/dev/null' });

    expect(of('git')).toMatchObject({ condition: 'warning', fix: expect.stringContaining('user.email') });
  });
});

describe('the doctor on a machine that is set up for AWS', () => {
  /** Answers as STS does. */
  async function sts<T>(account: string, work: (url: string, requests: IncomingMessage[]) => Promise<T>): Promise<T> {
    const requests: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      requests.push(request);
      response.setHeader('Content-Type', 'text/xml').end(`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
        <Arn>arn:aws:iam::${account}:user/seller</Arn><UserId>U</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests);
    } finally {
      server.close();
    }
  }
  const env = (url: string) => ({ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_STS: url });

  it('tells who asks, and of a Region that is another one', async () => {
    await sts('111122223333', async (url, requests) => {
      const { exitCode, of } = await doctor(fixtureProject({ files: SCRIPTS }), [], env(url));

      expect(exitCode).toBe(0);
      expect(of('AWS identity')).toMatchObject({ condition: 'good', what: 'arn:aws:iam::111122223333:user/seller' });
      expect(of('AWS Region')).toMatchObject({ condition: 'warning', what: expect.stringContaining('eu-west-1'), why: expect.stringContaining('us-east-1') });
      expect(requests).toHaveLength(1);
    });
  });

  it('calls the credentials of another account bad', async () => {
    await sts('444455556666', async (url) => {
      const { exitCode, of } = await doctor(fixtureProject({ files: SCRIPTS }), [], env(url));

      expect(exitCode).toBe(1);
      expect(of('AWS identity')).toMatchObject({ condition: 'bad', what: expect.stringContaining('444455556666') });
    });
  });
});

describe('what the doctor judges', () => {
  const encrypted = { dir: '/p', plan: { ...FIXTURE_PLAN, algorithm: { ...FIXTURE_PLAN.algorithm, encryption: { keyId: 'k', rotatedKeyIds: [], checkpoints: true } } } };
  const LEGACY = '      --force-rm   Always remove intermediate containers';

  it.each([
    ['an old Node', nodeVersion('20.18.1'), 'bad'],
    ['the oldest good Node', nodeVersion('20.19.0'), 'good'],
    ['a new Node', nodeVersion('24.0.0'), 'good'],
    ['a clock before the last commit', clock('2026-01-02T00:00:00Z', Date.parse('2026-01-01T00:00:00Z')), 'bad'],
    ['a clock after it', clock('2026-01-02T00:00:00Z', Date.parse('2026-01-03T00:00:00Z')), 'good'],
    ['no commit', clock(undefined, 0), 'skipped'],
    ['an engine that is a minute behind', engineClock('2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:01:00Z')), 'warning'],
    ['an engine without a clock', engineClock('<no value>', 0), 'skipped'],
    ['the legacy builder for plain images', builder(LEGACY, undefined), 'good'],
    ['the legacy builder for images with keys', builder(LEGACY, encrypted), 'bad'],
    ['BuildKit for images with keys', builder('      --secret stringArray', encrypted), 'good'],
  ])('%s', (_, finding, condition) => {
    expect(finding.condition).toBe(condition);
  });
});
