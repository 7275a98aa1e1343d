import { lstat, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { create, extract, list, type ReadEntry } from 'tar';
import { CliError } from '../cli-error';

export interface Archive {
  readonly path: string;
  /** Unit: bytes, packed. */
  readonly bytes: number;
  readonly files: number;
}

/** What a folder holds; names are relative and use `/`. */
export interface FolderContent {
  readonly files: readonly string[];
  /** Neither files nor folders: links, sockets, devices. */
  readonly others: readonly string[];
}

export async function listFolder(folder: string, prefix = ''): Promise<FolderContent> {
  const files: string[] = [];
  const others: string[] = [];
  for (const entry of (await readdir(folder)).sort()) {
    const name = `${prefix}${entry}`;
    const found = await lstat(join(folder, entry));
    if (found.isDirectory()) {
      const below = await listFolder(join(folder, entry), `${name}/`);
      files.push(...below.files);
      others.push(...below.others);
    } else {
      (found.isFile() ? files : others).push(name);
    }
  }
  return { files, others };
}

/** Packs the model folder as SageMaker does after a job: entries at the root of the archive. */
export async function packModel(folder: string, archive: string, left: readonly string[] = []): Promise<Archive> {
  const { files, others } = await listFolder(folder);
  const refused = [...others, ...left];
  if (refused.length > 0) {
    throw new CliError('SMA_CLI_MODEL', {
      what: 'the model folder holds what is neither file nor folder:',
      why: 'SageMaker hosting takes no links, sockets or devices in a model archive',
      fix: 'write plain files to the model folder',
      details: refused,
    });
  }
  if (files.length === 0) {
    throw new CliError('SMA_CLI_MODEL', {
      what: 'training ended well and left no file in the model folder.',
      why: 'SageMaker would call the job Completed and there would be nothing to deploy',
      fix: 'write the model to the folder that the training job names (job.model)',
    });
  }
  return packFolder(folder, archive, files.length);
}

/** Packs a folder without looking at what is in it. */
export async function packFolder(folder: string, archive: string, files: number): Promise<Archive> {
  // In one piece: whoever finds an archive finds the whole of it.
  const part = `${archive}.part`;
  await create({ gzip: true, file: part, cwd: folder, portable: true }, (await readdir(folder)).sort().map(asEntry));
  await rename(part, archive);
  return { path: archive, bytes: (await stat(archive)).size, files };
}

/** Extracts a model archive, refusing whatever could leave the folder. Nothing is extracted when an entry is refused. */
export async function extractModel(archive: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const refused: string[] = [];
  const check = (entry: ReadEntry) => {
    if (!isPlain(entry) || leavesFolder(entry.path)) refused.push(`${entry.path} (${entry.type})`);
  };
  try {
    await list({ file: archive, strict: true, onReadEntry: check });
    if (refused.length === 0) await extract({ file: archive, cwd: folder, strict: true, ...OWNED_BY_CALLER });
  } catch (cause) {
    throw new CliError('SMA_CLI_MODEL', {
      what: `${archive} cannot be extracted (${(cause as Error).message}).`,
      why: 'a model is one gzip-compressed tar archive',
      fix: 'train again with "npx projen local:train", or name another archive',
      cause,
    });
  }
  if (refused.length === 0) return;
  throw new CliError('SMA_CLI_MODEL', {
    what: `${archive} holds entries that are refused:`,
    why: 'links and paths that leave the folder are unsafe, and SageMaker hosting asks for none',
    fix: 'pack plain files with paths below the root of the archive',
    details: refused,
  });
}

const OWNED_BY_CALLER = { preserveOwner: false, noChmod: true } as const;

const isPlain = (entry: ReadEntry): boolean => ['File', 'OldFile', 'ContiguousFile', 'Directory'].includes(entry.type);
const leavesFolder = (path: string): boolean => path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.split(/[\\/]/).includes('..');

/** Unpacks what `docker cp … -` sends: files belong to the caller. Returns the names of what is neither file nor folder. */
export async function unpackCopy(bytes: Readable, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const left: string[] = [];
  let seen = 0;
  const filter = (path: string, entry: ReadEntry) => {
    seen += 1;
    const plain = isPlain(entry) && !leavesFolder(path);
    if (!plain) left.push(path);
    return plain;
  };
  await pipeline(bytes, extract({ cwd: folder, ...OWNED_BY_CALLER, filter: (path, entry) => filter(path, entry as ReadEntry) }))
    .catch((error: NodeJS.ErrnoException) => {
      // podman sends an archive without any entry for an empty folder, which tar does not take for one.
      if (error.code !== 'TAR_BAD_ARCHIVE' || seen > 0) throw error;
    });
  return left;
}

/** A folder as the tar stream that `docker cp - …` takes. */
export const folderAsTar = (folder: string, entries: readonly string[]): Readable =>
  create({ cwd: folder, portable: true }, entries.map(asEntry)) as unknown as Readable;

/** tar reads a leading @ as "the entries of that archive". */
const asEntry = (name: string): string => (name.startsWith('@') ? `./${name}` : name);
