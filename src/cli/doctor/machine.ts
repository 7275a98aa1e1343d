/** Node, npm, git, disk and clock of this machine. */
import { statfs } from 'node:fs/promises';
import { bad, type Finding, good, skipped, warning } from './finding';
import type { CliContext } from '../cli-context';
import { bytes } from '../quantities';
import { readGitState } from '../registry/git-state';

/** As in package.json. */
const NODE_MIN = [20, 19] as const;
/** Writes lockfiles of version 2, which images are pinned by. */
const NPM_MIN_MAJOR = 7;
/** A base image, two images and a run. Unit: bytes. */
const DISK_MIN_BYTES = 2_000_000_000;

export async function examineMachine(context: CliContext, dir: string): Promise<Finding[]> {
  return [nodeVersion(process.versions.node), await npm(context), ...await git(context, dir), await disk(dir)];
}

export function nodeVersion(version: string): Finding {
  const [major, minor] = version.split('.').map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return good('node', version);
  return bad('node', { what: version, why: `sm-algorithm is made for Node ${NODE_MIN.join('.')} or later`, fix: 'install Node 24' });
}

async function npm({ run, signal }: CliContext): Promise<Finding> {
  const { exitCode, stdout } = await run('npm', ['--version'], { signal });
  const version = stdout.trim();
  if (exitCode !== 0) return warning('npm', { what: 'does not start', why: 'packages that images install are pinned by it', fix: 'install npm, which comes with Node' });
  return Number(version.split('.')[0]) >= NPM_MIN_MAJOR ? good('npm', version)
    : warning('npm', { what: version, why: `lockfiles of npm ${NPM_MIN_MAJOR} or later pin what images install`, fix: 'run "npm install --global npm"' });
}

async function git({ run, signal }: CliContext, dir: string): Promise<Finding[]> {
  const version = await run('git', ['--version'], { cwd: dir, signal });
  if (version.exitCode !== 0) {
    const flaw = { what: 'does not start', why: 'versions and revisions of images come from it', fix: 'install git' };
    return [warning('git', flaw), skipped('clock', 'there is no commit to compare with')];
  }
  const state = await readGitState(run, dir, signal);
  if (!state.repository) {
    const flaw = { what: 'the project is in no repository', why: 'images cannot say what they were built from', fix: 'run "git init", and commit' };
    return [warning('git', flaw), skipped('clock', 'there is no commit to compare with')];
  }
  const identity = await run('git', ['config', 'user.email'], { cwd: dir, signal });
  const found = identity.exitCode === 0 ? good('git', `${state.shortSha ?? 'no commit yet'}${state.dirty ? ', with changes' : ''}`)
    : warning('git', { what: 'nobody is named as author', why: 'git commits nothing then', fix: 'run "git config user.email …" and "git config user.name …"' });
  return [found, clock(state.committedAt, Date.now())];
}

/** Without a network a clock can be compared with the past only. Pure. */
export function clock(committedAt: string | undefined, now: number): Finding {
  const committed = Date.parse(committedAt ?? '');
  if (Number.isNaN(committed)) return skipped('clock', 'there is no commit to compare with');
  if (now >= committed) return good('clock', 'is after the last commit');
  return bad('clock', {
    what: `${new Date(now).toISOString()} is before the last commit, of ${committedAt}`,
    why: 'AWS refuses requests that are signed with a wrong time',
    fix: 'set the clock of this machine, best by NTP',
  });
}

async function disk(dir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  return free >= DISK_MIN_BYTES ? good('disk', `${bytes(free)} free`)
    : warning('disk', { what: `${bytes(free)} free`, why: `base image, images and runs take up to ${bytes(DISK_MIN_BYTES)}`, fix: 'make room; "docker system prune" removes what no image needs' });
}
