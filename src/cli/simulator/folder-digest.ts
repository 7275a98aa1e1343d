import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listFolder } from './model-archive';

/** One digest of names and contents of all files of a folder. */
export async function folderDigest(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await listFolder(folder)).files) {
    const content = createHash('sha256').update(await readFile(join(folder, name))).digest('hex');
    hash.update(`${name}\0${content}\n`);
  }
  return hash.digest('hex');
}
