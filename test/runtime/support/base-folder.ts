import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { tmpDir } from '../../support/tmp-dir';

/** Files by path; an object is written as JSON, a path that ends in `/` becomes a folder. */
export type Files = Readonly<Record<string, string | Uint8Array | object>>;

export function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (name.endsWith('/')) continue;
    writeFileSync(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  }
}

/** A folder that stands for `/opt/ml`. */
export function baseFolder(files: Files): string {
  const base = tmpDir();
  writeFiles(base, files);
  return base;
}

/** The least that a job of SPEC needs. */
export const ONE_CHANNEL: Files = { 'input/data/training/a.csv': '1,2\n' };
