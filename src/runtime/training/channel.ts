import { readdir, stat } from 'node:fs/promises';
import type { InputMode } from '../../contract/algorithm-spec';

/** One channel of the job's input. */
export interface Channel {
  readonly name: string;
  /** As the job states it, parameters included (`text/csv;label_size=0`); the first declared one when it states none. */
  readonly contentType: string;
  readonly inputMode: InputMode;
  /** The folder of the channel, absolute; read-only. */
  readonly path: string;
  /**
   * All files of the channel at any depth: absolute paths, sorted by code unit, so that every run sees the same order.
   * Hidden files and folders (a leading dot) and files without content are left out: tools such as Spark and the S3 console
   * leave markers of both kinds. An empty channel gives `[]`; a host may get no file at all when data is sharded.
   */
  files(): Promise<string[]>;
}

async function holdsData(path: string): Promise<boolean> {
  const found = await stat(path);
  return found.isFile() && found.size > 0;
}

async function collectFiles(folder: string, files: string[]): Promise<string[]> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) await collectFiles(path, files);
    else if (await holdsData(path)) files.push(path);
  }
  return files;
}

export function createChannel(facts: Omit<Channel, 'files'>): Channel {
  let listed: Promise<string[]> | undefined;
  return {
    ...facts,
    async files() {
      // Input does not change during a job, and listing a FastFile channel costs a request to S3 for every folder.
      listed ??= collectFiles(facts.path, []).then((files) => files.sort());
      return [...await listed];
    },
  };
}
