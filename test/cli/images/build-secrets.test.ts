import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tmpDir } from '../../support/tmp-dir';
import { cli } from '../support/cli';
import { FIXTURE_PLAN, fixtureProject } from '../support/fixture-project';

const KEY = '5e'.repeat(32);
const plan = { algorithm: { ...FIXTURE_PLAN.algorithm, encryption: { keyId: 'k2', rotatedKeyIds: ['k1'], checkpoints: true } } };
const KEYS = { '.sm-algorithm/keys/k1': `${KEY}\n`, '.sm-algorithm/keys/k2': KEY };

/** A program with docker's verbs that writes down what it is asked for. */
function builder(help: string) {
  const folder = tmpDir();
  const program = join(folder, 'docker');
  writeFileSync(program, `#!/bin/sh\necho "$*" >> ${folder}/asked\ncase "$*" in "build --help") echo "${help}" ;; version*) echo linux/amd64 ;; "image inspect"*) echo linux/amd64 ;; esac\n`);
  chmodSync(program, 0o755);
  return { env: { SM_ALGORITHM_DOCKER: program }, asked: () => existsSync(`${folder}/asked`) ? readFileSync(`${folder}/asked`, 'utf8') : '' };
}
const BUILDKIT = '--secret stringArray  Secret file to expose to the build';

describe('image:build of an algorithm that encrypts', () => {
  it('hands the files of the keys to the builder as secrets, and no key', async () => {
    const { env, asked } = builder(BUILDKIT);
    const dir = fixtureProject({ plan, files: KEYS });

    const { exitCode, stderr } = await cli(dir, ['image:build', '--image', 'training'], { env });

    expect(exitCode, stderr).toBe(0);
    expect(asked()).toContain(` --secret id=sm-algorithm-key-k2,src=${dir}/.sm-algorithm/keys/k2 --secret id=sm-algorithm-key-k1,src=${dir}/.sm-algorithm/keys/k1 `);
    expect(asked() + stderr).not.toContain(KEY);
  });

  it('gives the builder a mark that changes with any key and with nothing else, so that no cached step keeps an old key', async () => {
    const markOf = async (files: Record<string, string>, name = 'mean-value') => {
      const { env, asked } = builder(BUILDKIT);
      const { exitCode, stderr } = await cli(fixtureProject({ plan: { algorithm: { ...plan.algorithm, name } }, files }), ['image:build', '--image', 'training'], { env });
      expect(exitCode, stderr).toBe(0);
      return / --build-arg SM_ALGORITHM_KEYS_MARK=(\S+) /.exec(asked())![1];
    };
    const mark = await markOf(KEYS);
    const other = 'a7'.repeat(32);

    expect(mark).toMatch(/^[0-9a-f]{64}\.[0-9a-f]{64}$/);
    // One key twice, under two names: nobody sees that it is the same.
    expect(new Set(mark.split('.')).size).toBe(2);
    expect(await markOf({ ...KEYS, '.sm-algorithm/keys/k2': `${KEY.toUpperCase()}\r\n` })).toBe(mark);
    const marks = await Promise.all([
      markOf({ ...KEYS, '.sm-algorithm/keys/k1': other }), markOf({ ...KEYS, '.sm-algorithm/keys/k2': other }), markOf(KEYS, 'other-name'),
    ]);
    expect(new Set([mark, ...marks]).size).toBe(4);
  });

  it('takes the keys from the folder that the environment names', async () => {
    const { env, asked } = builder(BUILDKIT);
    const folder = tmpDir();
    for (const id of ['k1', 'k2']) writeFileSync(join(folder, id), KEY);

    const { exitCode } = await cli(fixtureProject({ plan }), ['image:build'], { env: { ...env, SM_ALGORITHM_KEYS_DIR: folder } });

    expect(exitCode).toBe(0);
    expect(asked()).toContain(`src=${folder}/k1 `);
  });

  it('refuses a builder without secrets before anything is built', async () => {
    const { env, asked } = builder('--build-arg list');
    const dir = fixtureProject({ plan, files: KEYS });

    const { exitCode, stderr } = await cli(dir, ['image:build'], { env });
    const possible = await cli(dir, ['image:build', '--when-possible'], { env });

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_BUILDER {2}the builder at work knows no secrets\.\n.*history\n.*BuildKit/);
    expect(possible).toMatchObject({ exitCode: 0, stderr: 'i no images were built: the builder at work knows no secrets.' });
    expect(asked()).not.toMatch(/build --tag/);
  });

  it('does not mind such a builder where nothing is encrypted', async () => {
    const { env, asked } = builder('--build-arg list');

    expect((await cli(fixtureProject(), ['image:build'], { env })).exitCode).toBe(0);
    expect(asked()).not.toMatch(/--secret|--build-arg/);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['is missing', { '.sm-algorithm/keys/k2': KEY }, /SMA_CLI_KEY {2}the key \S+\/keys\/k1 cannot be read \(ENOENT\)\.[^]*fix: write a new key with "openssl rand -hex 32 > \S+\/keys\/k1"/],
    ['has another form', { ...KEYS, '.sm-algorithm/keys/k2': 'c2VjcmV0' }, /SMA_CLI_KEY {2}the key \S+\/keys\/k2 is not written as 64 hexadecimal digits\./],
  ])('refuses a key that %s', async (_case, files, problem) => {
    const { exitCode, stderr } = await cli(fixtureProject({ plan, files }), ['image:build'], builder(BUILDKIT));

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(problem);
    expect(stderr).not.toMatch(/c2VjcmV0|5e5e/);
  });

  it('refuses a key that is under version control', async () => {
    const dir = fixtureProject({ plan, files: KEYS });
    execFileSync('sh', ['-c', 'git init -q && git add --force .sm-algorithm/keys/k1'], { cwd: dir });

    const { exitCode, stderr } = await cli(dir, ['image:build'], builder(BUILDKIT));

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_KEY {2}the key \S+\/keys\/k1 is under version control\./);
  });
});
