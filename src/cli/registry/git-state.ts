import { versionOf } from './versions';
import { IMAGES_LOCK_FILE } from '../../contract/images-lock';
import type { Run } from '../exec';

/** What git says about the project's folder. */
export interface GitState {
  readonly repository: boolean;
  /** Revision of HEAD. */
  readonly sha?: string;
  readonly shortSha?: string;
  /** When HEAD was committed, in the form of RFC 3339. */
  readonly committedAt?: string;
  /** Something in the project's folder differs from HEAD; the record of pushes does not count, since no image holds it. */
  readonly dirty: boolean;
  /** `X.Y.Z` of a tag `vX.Y.Z` on HEAD; where there are several the highest, releases before pre-releases. */
  readonly taggedVersion?: string;
}

/** A commit that a folder holds exactly. */
export interface Commit {
  readonly sha: string;
  /** In the form of RFC 3339. */
  readonly at: string;
}

/** The commit of which everything in the folder is; undefined where something differs from it. */
export const cleanCommit = ({ dirty, sha, committedAt }: GitState): Commit | undefined =>
  (dirty || sha === undefined || committedAt === undefined ? undefined : { sha, at: committedAt });

/** The project's folder without what a push itself writes. */
const SOURCES = ['--', '.', `:(exclude)${IMAGES_LOCK_FILE}`];

const NO_REPOSITORY: GitState = { repository: false, dirty: false };

export async function readGitState(run: Run, dir: string, signal?: AbortSignal): Promise<GitState> {
  const git = (...args: string[]) => run('git', args, { cwd: dir, signal });
  const inside = await git('rev-parse', '--is-inside-work-tree');
  if (inside.exitCode !== 0) return NO_REPOSITORY;
  const head = await git('rev-parse', 'HEAD');
  const status = await git('status', '--porcelain', ...SOURCES);
  const dirty = status.exitCode !== 0 || status.stdout.trim() !== '';
  // A repository without a commit.
  if (head.exitCode !== 0) return { repository: true, dirty };
  const tags = await git('tag', '--points-at', 'HEAD');
  const short = await git('rev-parse', '--short', 'HEAD');
  const committed = await git('show', '--no-patch', '--format=%cI', 'HEAD');
  return {
    repository: true,
    sha: head.stdout.trim(),
    shortSha: short.stdout.trim(),
    committedAt: committed.stdout.trim(),
    dirty,
    taggedVersion: versionOf(tags.stdout.split('\n')),
  };
}

/** Whether the project's folder is the same in a revision as in HEAD; false where the revision is not known here. */
export async function sameSources(run: Run, dir: string, revision: string, signal?: AbortSignal): Promise<boolean> {
  const { exitCode } = await run('git', ['diff', '--quiet', revision, 'HEAD', ...SOURCES], { cwd: dir, signal });
  return exitCode === 0;
}
