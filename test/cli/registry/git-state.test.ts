import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/exec';
import { cleanCommit, readGitState, sameSources } from '../../../src/cli/registry/git-state';
import { tmpDir } from '../../support/tmp-dir';

const folder = () => tmpDir('sma-git-');
const git = (dir: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: dir, encoding: 'utf8' }).trim();

describe('readGitState', () => {
  it('tells that a folder is no repository', async () => {
    expect(await readGitState(run, folder())).toEqual({ repository: false, dirty: false });
  });

  it('tells revision, version tag and whether something changed', async () => {
    const dir = folder();
    git(dir, 'init', '-q');
    expect(await readGitState(run, dir)).toEqual({ repository: true, dirty: false });

    writeFileSync(join(dir, 'a'), '1');
    git(dir, 'add', 'a');
    git(dir, 'commit', '-qm', 'a');
    git(dir, 'tag', 'v1.9.0');
    git(dir, 'tag', 'v1.10.0');
    git(dir, 'tag', 'v1.10.0-rc.1');
    git(dir, 'tag', 'other');
    const sha = git(dir, 'rev-parse', 'HEAD');
    const shortSha = git(dir, 'rev-parse', '--short', 'HEAD');
    expect(await readGitState(run, dir)).toEqual({ repository: true, sha, shortSha, committedAt: git(dir, 'log', '-1', '--format=%cI'), dirty: false, taggedVersion: '1.10.0' });

    expect(cleanCommit(await readGitState(run, dir))).toEqual({ sha, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });

    writeFileSync(join(dir, 'b'), '1');
    expect((await readGitState(run, dir)).dirty).toBe(true);
    expect(cleanCommit(await readGitState(run, dir))).toBeUndefined();
  });

  it('does not count the record of pushes as a change, new or changed, and knows the same sources in another commit', async () => {
    const dir = folder();
    git(dir, 'init', '-q');
    writeFileSync(join(dir, 'a'), '1');
    git(dir, 'add', '.');
    git(dir, 'commit', '-qm', 'a');
    const first = git(dir, 'rev-parse', 'HEAD');
    mkdirSync(join(dir, 'algorithm'));
    writeFileSync(join(dir, 'algorithm', 'images.lock.json'), '{}');
    expect((await readGitState(run, dir)).dirty).toBe(false);

    git(dir, 'add', '.');
    git(dir, 'commit', '-qm', 'lock');
    writeFileSync(join(dir, 'algorithm', 'images.lock.json'), '{ }');
    expect((await readGitState(run, dir)).dirty).toBe(false);
    expect(await sameSources(run, dir, first)).toBe(true);
    expect(await sameSources(run, dir, 'f'.repeat(40))).toBe(false);

    writeFileSync(join(dir, 'algorithm', 'other.json'), '{}');
    expect((await readGitState(run, dir)).dirty).toBe(true);
    git(dir, 'add', '.');
    git(dir, 'commit', '-qm', 'other');
    expect(await sameSources(run, dir, first)).toBe(false);
  });

  it('tells that there is no repository where git is not installed', async () => {
    const noGit: typeof run = (_, args, options) => run('no-such-program', args, options);

    expect(await readGitState(noGit, folder())).toEqual({ repository: false, dirty: false });
  });
});
