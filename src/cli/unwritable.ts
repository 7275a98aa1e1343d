import { CliError } from './cli-error';

/** Where we cannot write: for a full disk, a read-only folder, or rights that are missing. */
export const unwritable = (place: string, cause: unknown): CliError => new CliError('SMA_CLI_WRITE', {
  what: `${place} cannot be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
  why: 'a run writes its folder below .sm-algorithm/runs of the project, its log and its result as it goes',
  fix: 'make room on the disk, or give the project\'s folder to the user who runs this',
  cause,
});

/** A file system without room or without the right to write, wherever in the work it was met. */
export function asUnwritable(error: unknown): CliError | undefined {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  return code && NO_ROOM.includes(code) ? unwritable(path ?? 'a file of the run', error) : undefined;
}
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EROFS'];
