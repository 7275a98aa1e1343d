import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MANIFEST_TYPE } from '../../../src/contract/image-manifest';
import { cli, type CliResult } from '../support/cli';
import { openApi } from '../support/ecr/api';
import { FAULTS, ociDocker, useRegistry } from '../support/ecr/faults';
import { openFrontDoor } from '../support/ecr/front-door';
import { hostsLine } from '../support/ecr/hosts-line';
import { openBench, PushCase, type Bench } from '../support/ecr/push-case';
import { startRegistry, type Registry } from '../support/ecr/registry';
import { cutInside, HOST, isLayerUpload } from '../support/ecr/scenario';

/** Environment that means a real account. */
const REAL = Object.keys(process.env).filter((name) =>
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|WEB_IDENTITY_TOKEN_FILE|CONTAINER_CREDENTIALS_.*)$/.test(name));

let folder: string;
let registry: Registry;
let bench: Bench;
let removeHostsLine = () => {};
const servers: Server[] = [];

beforeAll(async () => {
  if (REAL.length > 0) throw new Error(`real AWS credentials are in the environment (${REAL.join(', ')}): these tests run with fake ones only`);
  folder = mkdtempSync(join(tmpdir(), 'sma-registry-'));
  removeHostsLine = await hostsLine(HOST);
  registry = await startRegistry(folder);
  useRegistry(registry.url);
  servers.push(await openFrontDoor(registry.url));
  const api = await openApi(registry.url);
  servers.push(api.server);
  bench = openBench(api.url);
});

afterAll(async () => {
  removeHostsLine();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await registry?.stop();
  bench?.remove();
  rmSync(folder, { recursive: true, force: true });
});

let next = 100;
const newCase = () => new PushCase(bench, `f${next++}`);

/** The manifest that the registry keeps. */
async function kept(at: PushCase, name: string, tag: string) {
  const answer = await fetch(`${registry.url}/v2/${at.id}/${name}/manifests/${tag}`, { headers: { accept: Object.values(MANIFEST_TYPE).join(', ') } });
  const text = await answer.text();
  return { type: answer.headers.get('content-type'), digest: `sha256:${createHash('sha256').update(text).digest('hex')}`, text };
}

/** Both images are there with all their tags, and are recorded; nothing else is left. */
async function expectPushed(at: PushCase, { exitCode, stdout, stderr }: CliResult): Promise<void> {
  expect(exitCode, stderr).toBe(0);
  const lock = at.lock();
  for (const name of ['training', 'inference'] as const) {
    for (const tag of at.tags) {
      expect(await kept(at, name, tag)).toMatchObject({ type: MANIFEST_TYPE.docker, digest: lock!.images[name]!.digest });
    }
    expect(lock!.images[name]).toMatchObject({ repository: `${HOST}/${at.id}/${name}`, tag: '1.2.3' });
    expect(stdout).toContain(`${HOST}/${at.id}/${name}@${lock!.images[name]!.digest}`);
  }
  expectNothingLeft(at, stdout + stderr);
}

function expectNothingLeft(at: PushCase, output: string): void {
  expect(at.logins()).toEqual([]);
  expect(existsSync(join(at.dockerConfig, 'config.json'))).toBe(false);
  for (const secret of at.secrets) expect(output).not.toContain(secret);
}

describe.concurrent('ecr:push, when something goes wrong,', () => {
  it.each(FAULTS.map((fault, index) => [fault.name, fault, index] as const))('says what, why and the fix, and the same command succeeds later: %s', async (_, fault, index) => {
    const at = new PushCase(bench, `f${index}`);
    await fault.given(at);

    const first = await (fault.run?.(at) ?? at.push());

    expect(first.exitCode, first.stderr).toBe(fault.exitCode ?? 1);
    if (fault.code !== 'SMA_CLI_INTERRUPTED') expect(first.stderr).toMatch(new RegExp(`^${fault.code}  `, 'm'));
    expect(first.stderr).toMatch(fault.says);
    expect(first.stderr).toMatch(fault.fix);
    expect(first.stderr).not.toContain('This is a bug');
    expectNothingLeft(at, first.stdout + first.stderr);
    if (!fault.sends) expect(at.sentSomething, at.scenario.requests.join('\n')).toBe(false);
    if (!fault.recorded && fault.code !== 'SMA_CLI_IMAGES_LOCK') expect(at.lock()).toBeUndefined();

    at.liftFaults();
    await fault.repair?.(at);
    await expectPushed(at, await at.push());
  });

  it('lets the engine heal a layer that is cut off once', async () => {
    const at = newCase();
    let cuts = 0;
    at.scenario.registry = (request) => isLayerUpload(request) && cuts++ === 0 && cutInside(request);

    const pushed = await at.push();

    await expectPushed(at, pushed);
    expect(cuts).toBeGreaterThan(1);
    expect(pushed.stderr.match(/Retrying in/g)).toHaveLength(1);
  });
});

describe('ecr:push', () => {
  it('makes the repositories, pushes both images under all tags, reads them back and records their digests', async () => {
    const at = newCase();
    at.scenario.repositories.clear();

    const pushed = await at.push('--create-repository');

    await expectPushed(at, pushed);
    expect([...at.scenario.repositories.values()]).toEqual([{ immutable: true, scanOnPush: true }, { immutable: true, scanOnPush: true }]);
    const shown = pushed.stderr.split('✔')[0];
    expect(shown).toContain('account 111122223333, Region us-east-1');
    expect(shown).toContain(`sma-ecr-training:latest (linux/amd64) → ${HOST}/${at.id}/training, tags ${at.tags.join(', ')}`);
    expect(shown).toContain(`docker push ${HOST}/${at.id}/training:1.2.3`);
    expect(pushed.stderr).toMatch(/scan of sma-ecr-inference:latest: 1 low/);
  });

  it('sends nothing twice, and needs no login where everything is there', async () => {
    const at = newCase();
    await at.push();
    const before = at.scenario.requests.length;

    const again = await at.push('--json');

    expect(again.exitCode, again.stderr).toBe(0);
    expect(at.scenario.requests.length).toBe(before);
    expect(JSON.parse(again.stdout)).toMatchObject({ ok: true, images: [{ image: 'training', sent: false, tags: at.tags, digest: at.lock()!.images.training!.digest }, { image: 'inference', sent: false }] });
  });

  it('does not take its own record for an uncommitted change, nor the commit of that for another source', async () => {
    const at = newCase();
    await at.push();

    const uncommitted = await at.push();
    at.git('add', '.');
    at.git('commit', '-qm', 'record');
    const committed = await at.push();

    expect(uncommitted.exitCode, uncommitted.stderr).toBe(0);
    expect(committed.exitCode, committed.stderr).toBe(0);
    expect(committed.stderr).toContain(`→ ${HOST}/${at.id}/training, tags 1.2.3\n`);
  });

  it('prints what it would do by --dry-run, and asks nobody', async () => {
    const at = newCase();
    at.signOut();

    const dry = await at.push('--dry-run', '--create-repository', '--profile', 'x y');

    expect(dry.exitCode, dry.stderr).toBe(0);
    expect(dry.stdout.split('\n')).toEqual([
      ...['training', 'inference'].map((name) => `aws ecr create-repository --region us-east-1 --profile 'x y' --registry-id 111122223333 --repository-name ${at.id}/${name} --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true  # where it is missing`),
      `aws ecr get-login-password --region us-east-1 --profile 'x y' | docker login --username AWS --password-stdin ${HOST}`,
      ...['training', 'inference'].flatMap((name) => [
        `docker tag sma-ecr-${name}:latest ${HOST}/${at.id}/${name}:1.2.3`, `docker push ${HOST}/${at.id}/${name}:1.2.3`,
        `aws ecr put-image --region us-east-1 --profile 'x y' --registry-id 111122223333 --repository-name ${at.id}/${name} --image-tag ${at.tags[1]} --image-manifest '<manifest of 1.2.3>'`,
      ]),
    ]);
    expect([at.scenario.calls, at.scenario.requests, at.lock()]).toEqual([[], [], undefined]);
  });

  it('pushes uncommitted changes when told to, without the revision', async () => {
    const at = newCase();
    writeFileSync(join(at.dir, 'source.ts'), '2\n');

    const pushed = await at.push('--allow-dirty');

    expect(pushed.exitCode, pushed.stderr).toBe(0);
    expect(at.lock()!.images.training!.tag).toBe('1.2.3');
    expect((await fetch(`${registry.url}/v2/${at.id}/training/tags/list`).then((answer) => answer.json() as Promise<{ tags: string[] }>)).tags).toEqual(['1.2.3']);
  });

  it('waits for the scan', async () => {
    const at = newCase();
    at.scenario.api.set('DescribeImageScanFindings', [
      { error: 'ScanNotFoundException', message: 'not yet' }, { answer: { imageScanStatus: { status: 'IN_PROGRESS' } } },
      { answer: { imageScanStatus: { status: 'COMPLETE' }, imageScanFindings: { findingSeverityCounts: { CRITICAL: 1 } } } },
    ]);

    const pushed = await at.push('--fail-on', 'critical');

    expect(pushed.exitCode).toBe(1);
    expect(pushed.stderr).toContain('scan of sma-ecr-training:latest: 1 critical');
  });

  it('turns what the engine would push as OCI into the form that SageMaker takes, by skopeo', async () => {
    const at = newCase();
    ociDocker(at);
    const conf = join(at.env.HOME, '.config', 'containers', 'registries.conf');
    mkdirSync(dirname(conf), { recursive: true });
    writeFileSync(conf, `[[registry]]\nlocation = "${HOST}"\ninsecure = true\n`);

    const pushed = await at.push();

    await expectPushed(at, pushed);
    expect(pushed.stderr).toContain(`skopeo copy --format v2s2 docker-daemon:sma-ecr-training:latest docker://${HOST}/${at.id}/training:1.2.3`);
    expect(at.sentSomething).toBe(true);
    await expectPushed(at, await at.push());
  });

  it('keeps its login to itself: a folder of its own, of mode 0700, that is gone afterwards', async () => {
    const at = newCase();
    const started = at.start();
    const login = new Promise<{ mode: number; processes: string }>((resolve) => {
      at.scenario.registry = (request) => {
        const [dir] = at.logins();
        if (isLayerUpload(request)) resolve({ mode: statSync(join(at.tmp, dir)).mode & 0o777, processes: execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }) });
        return false;
      };
    });

    const { mode, processes } = await login;

    expect(mode).toBe(0o700);
    for (const secret of at.secrets) expect(processes).not.toContain(secret);
    await expectPushed(at, await started.finished);
  });
});

describe('ecr:login', () => {
  const login = (at: PushCase) => cli(at.dir, ['ecr:login'], { env: at.env });
  const config = (at: PushCase) => join(at.dockerConfig, 'config.json');

  it("logs docker in, in docker's own settings, with a warning", async () => {
    const at = newCase();

    const { exitCode, stdout, stderr } = await login(at);

    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe(HOST);
    expect(JSON.parse(readFileSync(config(at), 'utf8'))).toMatchObject({ auths: { [HOST]: { auth: Buffer.from(`AWS:${at.scenario.password}`).toString('base64') } } });
    expect(stderr).toMatch(/! docker keeps the password readable in .*config\.json/);
    for (const secret of at.secrets) expect(stdout + stderr).not.toContain(secret);
  });

  it('does not warn where a credential helper is set', async () => {
    const at = newCase();
    writeFileSync(config(at), JSON.stringify({ credHelpers: { [HOST]: 'ecr-login' } }));

    expect((await login(at)).stderr).not.toContain('readable');
  });

  it('refuses credentials of another account', async () => {
    const at = newCase();
    at.scenario.callerAccount = '999988887777';

    const { exitCode, stderr } = await login(at);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/credentials are of account 999988887777/);
    expect(existsSync(config(at))).toBe(false);
  });
});
