import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TrialModel } from './serving-trial';
import { listFolder } from '../../simulator/model-archive';

/** Writes what a server finds as its model into a folder that is made for it. */
export async function writeTrialModel(folder: string, { from, altered }: TrialModel): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (from === undefined) return;
  for (const name of (await listFolder(from)).files) {
    const content = await readFile(join(from, name));
    const kept = altered ? altered(name, content) : content;
    if (kept === undefined) continue;
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), kept);
  }
}
