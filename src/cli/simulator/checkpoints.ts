/** What the service does with checkpoints: one place in S3 for all hosts, whose content lies in each of them when a job starts again. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mergeFolders, type Clash, type FoldersOfHosts } from './merge-folders';
import { listFolder } from './model-archive';

/** What the names of files end in that the service lays beside checkpoints while it copies them; observed, not documented. */
export const SIDECARS = ['.sagemaker-uploading', '.sagemaker-uploaded'] as const;

const isSidecar = (name: string): boolean => SIDECARS.some((suffix) => name.endsWith(suffix));

/**
 * Takes what several hosts left over into one folder in place of what was there: what they removed is gone from S3, too. Of names
 * that clash the first host's counts.
 */
export async function collectCheckpoints(hosts: FoldersOfHosts, into: string): Promise<Clash[]> {
  await rm(into, { recursive: true, force: true });
  return mergeFolders(hosts, into);
}

/** Takes away what the service lays beside checkpoints. */
export async function removeSidecars(folder: string): Promise<void> {
  for (const name of (await listFolder(folder)).files.filter(isSidecar)) await rm(join(folder, name));
}

/** Lays beside each checkpoint what the service lays there; a program that goes on has to know which files are its own. */
export async function addSidecars(folder: string): Promise<void> {
  for (const name of (await listFolder(folder)).files.filter((file) => !isSidecar(file))) {
    await writeFile(join(folder, `${name}${SIDECARS[1]}`), '');
  }
}
