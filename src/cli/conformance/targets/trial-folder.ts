import { constants } from 'node:fs';
import { copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { optMlPaths, type OptMlPaths } from '../../../contract/opt-ml';
import type { HostInput } from '../../simulator/host-input';

/** Writes what a host of a trial finds below a folder that stands for `/opt/ml`. */
export async function writeTrialFolder(base: string, { config, data, checkpoints }: HostInput): Promise<OptMlPaths> {
  const paths = optMlPaths(base);
  for (const folder of [paths.inputConfig, paths.inputData, paths.model, paths.outputData, paths.checkpoints]) {
    await mkdir(folder, { recursive: true });
  }
  for (const [name, text] of Object.entries(config)) await writeFile(`${paths.inputConfig}/${name}`, text);
  for (const [name, content] of Object.entries(data)) {
    const path = `${paths.inputData}/${name}`;
    await mkdir(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (name.endsWith('/')) continue;
    if (typeof content === 'object' && 'copyOf' in content) await copyFile(content.copyOf, path, constants.COPYFILE_FICLONE);
    else await writeFile(path, content);
  }
  if (checkpoints) await cp(checkpoints, paths.checkpoints, { recursive: true });
  return paths;
}
