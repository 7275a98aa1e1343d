import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { CliError } from '../cli-error';

/** What a folder of sample data holds for a job. */
export interface SampleData {
  /** Number of files that are data; placeholders such as `.gitkeep` are none. */
  readonly files: number;
  /** What a job cannot be given, one sentence each. */
  readonly problems: readonly string[];
}

/** Looks through a folder, links followed as the copy will; `shown` is its path for people. A folder that is not there is empty. */
export async function lookThrough(folder: string, shown: string, around: readonly string[] = []): Promise<SampleData> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => error);
  if (!Array.isArray(entries)) return { files: 0, problems: entries.code === 'ENOENT' ? [] : [`${shown} cannot be read (${entries.code})`] };
  const here = [...around, await realpath(folder)];
  let files = 0;
  const problems: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const name = `${shown}/${entry.name}`;
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
    if (found instanceof Error) {
      problems.push(`${name} cannot be read (${found.code})`);
    } else if (found.isFile()) {
      files += entry.name.startsWith('.') ? 0 : 1;
    } else if (!found.isDirectory()) {
      problems.push(`${name} is neither a file nor a folder`);
    } else if (entry.isSymbolicLink() && holds(await realpath(path), here)) {
      problems.push(`${name} is a link to a folder around it`);
    } else {
      const below = await lookThrough(path, name, here);
      files += below.files;
      problems.push(...below.problems);
    }
  }
  return { files, problems };
}

const holds = (folder: string, paths: readonly string[]): boolean => paths.some((path) => `${path}${sep}`.startsWith(`${folder}${sep}`));

/** Sample data of the project does not make up the channels of a job. */
export const channelsCannotBeFed = (dataDir: string, details: readonly string[], cause?: unknown): CliError => new CliError('SMA_CLI_CHANNELS', {
  what: 'the channels of the algorithm cannot be fed:',
  why: 'a job gets what the definition says of its channels, each from one folder of plain files',
  fix: `put sample files into ${dataDir}/<channel>, correct the options of the input, or change the channel in .projenrc.ts`,
  details,
  cause,
});
