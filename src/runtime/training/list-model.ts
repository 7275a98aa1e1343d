import { isUtf8 } from 'node:buffer';
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { isTemporary } from './write-atomically';

/** A file of the model. */
export interface ModelFile {
  /** Relative to the folder, `/` between folders. */
  readonly name: string;
  readonly bytes: number;
}

/** What a model folder holds, each list in the order of the names. */
export interface ModelContent {
  readonly files: readonly ModelFile[];
  /** Names of what is neither file nor folder: links, sockets, pipes, devices. */
  readonly special: readonly string[];
  /** Names that are no text in UTF-8; what is no text is shown as U+FFFD. */
  readonly unreadable: readonly string[];
}

interface Found {
  readonly files: ModelFile[];
  readonly special: string[];
  readonly unreadable: string[];
}

function entriesOf(folder: string): Dirent<Buffer>[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Files that are not whole yet are left out: in local runs of AWS's SDK all hosts of a job share one model folder. */
function collect(folder: string, prefix: string, found: Found): Found {
  for (const entry of entriesOf(folder)) {
    const name = `${prefix}${entry.name.toString()}`;
    const path = `${folder}/${entry.name.toString()}`;
    if (!isUtf8(entry.name)) found.unreadable.push(name);
    else if (entry.isDirectory()) collect(path, `${name}/`, found);
    else if (!entry.isFile()) found.special.push(name);
    else if (!isTemporary(entry.name.toString())) found.files.push({ name, bytes: statSync(path).size });
  }
  return found;
}

const byName = (a: ModelFile, b: ModelFile): number => (a.name < b.name ? -1 : 1);

export function listModel(folder: string): ModelContent {
  const { files, special, unreadable } = collect(folder, '', { files: [], special: [], unreadable: [] });
  return { files: files.sort(byName), special: special.sort(), unreadable: unreadable.sort() };
}
