import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { listFolder } from './model-archive';
import { digestOfFile } from '../digest';

/** A name that several hosts have used in folders which become one. */
export interface Clash {
  /** Relative to the folder; with `/`. */
  readonly file: string;
  /** The host whose file is kept here. */
  readonly kept: string;
  /** The host whose file is lost here. */
  readonly lost: string;
  /** Both wrote the same bytes. */
  readonly isSame: boolean;
}

/** A folder of each host, whose contents become one. */
export type FoldersOfHosts = ReadonlyArray<{ readonly name: string; readonly folder: string }>;

/**
 * Moves the files of several hosts into one folder, as the service does with models and output. Which file it keeps of a name
 * that clashes is not documented; here it is the first host's.
 */
export async function mergeFolders(hosts: FoldersOfHosts, into: string): Promise<Clash[]> {
  await mkdir(into, { recursive: true });
  const taken = new TakenNames();
  const clashes: Clash[] = [];
  for (const { name, folder } of hosts) {
    for (const file of (await listFolder(folder)).files) {
      const [from, to] = [join(folder, file), join(into, file)];
      const rival = taken.rivalOf(file);
      if (rival) {
        const isSame = rival.file === file && await digestOfFile(from) === await digestOfFile(to);
        clashes.push({ file, kept: rival.host, lost: name, isSame });
        continue;
      }
      taken.add(file, name);
      await mkdir(dirname(to), { recursive: true });
      await rename(from, to);
    }
    await rm(folder, { recursive: true, force: true });
  }
  return clashes;
}

interface Owned {
  readonly file: string;
  readonly host: string;
}

/** Names of files, and of the folders around them: neither can stand where the other is. */
class TakenNames {
  private readonly files = new Map<string, Owned>();
  private readonly folders = new Map<string, Owned>();

  add(file: string, host: string): void {
    this.files.set(file, { file, host });
    for (const folder of foldersAround(file)) this.folders.set(folder, { file, host });
  }

  rivalOf(file: string): Owned | undefined {
    const around = foldersAround(file).find((folder) => this.files.has(folder));
    return this.files.get(file) ?? this.folders.get(file) ?? (around === undefined ? undefined : this.files.get(around));
  }
}

/** `a/b/c` → `a`, `a/b`. */
const foldersAround = (file: string): string[] => {
  const parts = file.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
};

/** `model.json of algo-2 is lost: algo-1 has one, too`. */
export const clashLine = ({ file, kept, lost, isSame }: Clash): string =>
  `${file} of ${lost} ${isSame ? `is the same as ${kept}'s` : `is lost: ${kept} has another one of that name`}`;
