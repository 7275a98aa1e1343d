import type { Run } from '../exec';

/** What git says about the project's folder. */
export interface GitState {
  readonly repository: boolean;
  readonly shortSha?: string;
  /** Something in the project's folder differs from HEAD. */
  readonly dirty: boolean;
  /** `X.Y.Z` of a tag `vX.Y.Z` on HEAD; the highest where there are several. */
  readonly taggedVersion?: string;
}

const NO_REPOSITORY: GitState = { repository: false, dirty: false };

export async function readGitState(run: Run, dir: string, signal?: AbortSignal): Promise<GitState> {
  const git = (...args: string[]) => run('git', args, { cwd: dir, signal });
  const inside = await git('rev-parse', '--is-inside-work-tree');
  if (inside.exitCode !== 0) return NO_REPOSITORY;
  const head = await git('rev-parse', '--short', 'HEAD');
  const status = await git('status', '--porcelain', '--', '.');
  const dirty = status.exitCode !== 0 || status.stdout.trim() !== '';
  // A repository without a commit.
  if (head.exitCode !== 0) return { repository: true, dirty };
  const tags = await git('tag', '--points-at', 'HEAD', '--sort=-version:refname');
  return { repository: true, shortSha: head.stdout.trim(), dirty, taggedVersion: versionOf(tags.stdout.split('\n')) };
}

/** The first version among git tags; pure. */
export const versionOf = (tags: readonly string[]): string | undefined =>
  tags.map((tag) => /^v(\d+\.\d+\.\d+\S*)$/.exec(tag.trim())?.[1]).find(Boolean);
