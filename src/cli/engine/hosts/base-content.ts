import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listFolder } from '../../simulator/model-archive';

/** What a file is known by. */
export type BaseContent = ReadonlyMap<string, string>;

/**
 * Digests of the files below a folder that stands for `/opt/ml`, by path relative to it.
 * @param own folders, relative, in which the program may do what it wants
 */
export async function baseContent(base: string, own: readonly string[]): Promise<BaseContent> {
  const foreign = (name: string) => !own.some((folder) => name.startsWith(`${folder}/`));
  const { files, others } = await listFolder(base);
  const digests = await Promise.all(files.filter(foreign).map(async (name): Promise<[string, string]> =>
    [name, createHash('sha256').update(await readFile(join(base, name))).digest('hex')]));
  return new Map([...digests, ...others.filter(foreign).map((name): [string, string] => [name, 'special'])]);
}

/** Paths that are new, gone, or of another content. */
export const changedPaths = (before: BaseContent, after: BaseContent): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
