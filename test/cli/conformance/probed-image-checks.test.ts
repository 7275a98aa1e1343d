import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/cli/conformance/check';
import { mayHoldSecrets, onPath } from '../../../src/cli/conformance/image-checks/file-checks';
import type { ProbedImage } from '../../../src/cli/conformance/image-checks/image-subject';
import { findingsOf, namesRegistry } from '../../../src/cli/conformance/image-checks/probe-image';
import { DOCKER_MANIFEST } from '../../../src/cli/conformance/image-checks/registry-checks';
import { PROBED_IMAGE_CHECKS } from '../../../src/cli/conformance/registry';
import { ImageFiles, type ImageFile } from '../../../src/cli/images/image-files';
import type { InspectedImage } from '../../../src/cli/images/inspect-image';

const IMAGE: InspectedImage = { os: 'linux', architecture: 'amd64', size: 1, user: '', entrypoint: [], labels: {}, environment: ['PATH=/opt/program:/usr/bin'] };
const PROGRAM: ImageFile = { kind: 'file', mode: 0o755, size: 10 };

function filesOf(entries: Readonly<Record<string, Partial<ImageFile> & { readonly text?: string }>>): ImageFiles {
  const files = new ImageFiles();
  for (const folder of ['/opt', '/opt/program', '/usr', '/usr/bin', '/opt/ml', '/opt/ml/model']) files.add(folder, { kind: 'folder', mode: 0o755, size: 0 });
  for (const [path, { text, ...file }] of Object.entries(entries)) files.add(path, { ...PROGRAM, ...file }, text);
  return files;
}

const GOOD = filesOf({ '/opt/program/train': {}, '/opt/program/serve': {} });

async function verdict(number: number, changed: Partial<ProbedImage> = {}, image: Partial<InspectedImage> = {}): Promise<Verdict> {
  const subject: ProbedImage = {
    image: { ...IMAGE, ...image },
    platform: 'linux/amd64',
    commands: ['train', 'serve'],
    files: async () => GOOD,
    start: async () => ({ lastLines: [] }),
    manifest: async () => ({ unknown: 'no registry' }),
    scan: async () => ({ unknown: 'no scanner' }),
    ...changed,
  };
  return PROBED_IMAGE_CHECKS.find((check) => check.number === number)!.run(subject);
}

describe('the checks that start an image', () => {
  it.each([1, 2])('%i passes when the program runs, and when it ends by itself', async (number) => {
    expect((await verdict(number)).verdict).toBe('pass');
    expect((await verdict(number, { start: async () => ({ ended: { exitCode: 1 }, lastLines: ['no data'] }) })).verdict).toBe('pass');
  });

  it.each([
    ['the engine finds no program', { ended: { startError: 'exec: "train": executable file not found in $PATH' }, lastLines: [] }],
    ['a shell finds none', { ended: { exitCode: 127 }, lastLines: ['sh: train: not found'] }],
    ['the program cannot be executed', { ended: { exitCode: 126 }, lastLines: [] }],
  ])('1 fails when %s', async (_, outcome) => {
    expect(await verdict(1, { start: async () => outcome })).toMatchObject({ verdict: 'fail', fix: 'put an executable file called train into a folder of PATH' });
  });

  it('1 fails for the shell form, which is not even started', async () => {
    const start = () => { throw new Error('started'); };

    expect(await verdict(1, { start }, { entrypoint: ['/bin/sh', '-c', 'python train.py'] })).toMatchObject({ verdict: 'fail', evidence: expect.arrayContaining(['the shell drops the word "train"']) });
  });

  it('2 is not asked of an image that trains only', async () => {
    expect(await verdict(2, { commands: ['train'] })).toEqual({ verdict: 'skip', reason: 'another image answers to "serve"' });
  });
});

describe('the checks of the files of an image', () => {
  it('4 finds the programs on the PATH', async () => {
    expect(await verdict(4)).toEqual({ verdict: 'pass', evidence: ['/opt/program/train', '/opt/program/serve'] });
    expect((await verdict(4, {}, { entrypoint: ['/app'] })).verdict).toBe('skip');
  });

  it('4 names what is missing and what cannot be executed', async () => {
    const files = async () => filesOf({ '/opt/program/train': { mode: 0o644 } });

    expect(await verdict(4, { files })).toMatchObject({ verdict: 'fail', evidence: ['PATH is /opt/program:/usr/bin', '/opt/program/train cannot be executed', 'no serve in it'] });
  });

  it('4 goes on behind a file that cannot be executed', () => {
    const files = filesOf({ '/opt/program/train': { mode: 0o644 }, '/usr/bin/train': {} });

    expect(onPath(files, '/opt/program:/usr/bin', 'train')).toEqual({ found: '/usr/bin/train', unusable: ['/opt/program/train'] });
  });

  it('8 tolerates empty folders below /opt/ml and nothing else', async () => {
    expect((await verdict(8)).verdict).toBe('pass');
    expect(await verdict(8, { files: async () => filesOf({ '/opt/ml/code/a.py': {} }) })).toMatchObject({ verdict: 'fail', evidence: ['/opt/ml/code/a.py'] });
  });

  it.each([
    ['/usr/lib/x86_64-linux-gnu/libcuda.so.535.1', {}, 'fail'],
    ['/usr/lib64/libnvidia-ml.so.1', {}, 'fail'],
    ['/usr/local/cuda/lib64/stubs/libcuda.so', {}, 'pass'],
    ['/usr/local/cuda/compat/libcuda.so.1', {}, 'pass'],
    ['/usr/lib/libnvidia-container.so.1', {}, 'pass'],
    ['/usr/lib/libcuda.so.1', { size: 0 }, 'pass'],
  ] as const)('9: %s → %s %s', async (path, file, expected) => {
    expect((await verdict(9, { files: async () => filesOf({ [path]: file }) })).verdict).toBe(expected);
  });

  it('10 names the file of a secret and not the secret', async () => {
    const files = async () => filesOf({ '/root/.npmrc': { text: `//r/:_authToken=npm_${'a'.repeat(36)}` }, '/app/.env': { text: 'AWS_SECRET_ACCESS_KEY=abc' } });

    const found = await verdict(10, { files });

    expect(found).toMatchObject({ verdict: 'fail', evidence: ['/root/.npmrc holds an npm token', '/app/.env holds an AWS secret key or session token'] });
    expect(JSON.stringify(found)).not.toContain('npm_a');
  });

  it('10 looks at environment, labels and history, too', async () => {
    const found = await verdict(10, { files: async () => filesOf({ '/app/.env': { text: 'NPM_TOKEN=abc' } }) }, { environment: ['AWS_SECRET_ACCESS_KEY=abc'] });

    expect(found).toMatchObject({ verdict: 'fail', evidence: [expect.stringContaining('the variable AWS_SECRET_ACCESS_KEY'), '/app/.env holds an npm token'] });
  });

  it.each([['/root/.aws/credentials', true], ['/home/x/.ssh/id_rsa', true], ['/app/server.key', true], ['/etc/ssl/certs/a.pem', false], ['/app/node_modules/x/test/key.pem', false], ['/app/train.py', false]])(
    '10 reads %s: %s', (path, expected) => {
      expect(mayHoldSecrets(path)).toBe(expected);
    });
});

describe('what is known of an image elsewhere', () => {
  it.each([
    [JSON.stringify({ schemaVersion: 2, mediaType: DOCKER_MANIFEST, config: {} }), 'pass'],
    [JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] }), 'fail'],
    [JSON.stringify({ schemaVersion: 2, config: {}, layers: [] }), 'fail'],
    [JSON.stringify({ schemaVersion: 2, manifests: [] }), 'fail'],
    ['<html>', 'skip'],
  ])('7: %s → %s', async (text, expected) => {
    expect((await verdict(7, { manifest: async () => ({ text }) })).verdict).toBe(expected);
  });

  it.each([['train:latest', false], ['team/train', false], ['111122223333.dkr.ecr.eu-west-1.amazonaws.com/train:1', true], ['localhost/train', true], ['localhost:5000/train', true]])(
    '7: %s names a registry: %s', (image, expected) => {
      expect(namesRegistry(image)).toBe(expected);
    });

  it('13 tells the findings of a scanner, and skips without one', async () => {
    const findings = findingsOf({ Results: [{ Vulnerabilities: null }, { Vulnerabilities: [{ VulnerabilityID: 'CVE-1', PkgName: 'zlib', Severity: 'HIGH' }] }] });

    expect(await verdict(13, { scan: async () => ({ scanner: 'trivy', findings }) })).toMatchObject({ verdict: 'fail', evidence: ['CVE-1 (HIGH) in zlib'] });
    expect((await verdict(13, { scan: async () => ({ scanner: 'trivy', findings: [] }) })).verdict).toBe('pass');
    expect(await verdict(13)).toEqual({ verdict: 'skip', reason: 'no scanner' });
  });
});
