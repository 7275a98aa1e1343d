import { constants } from 'node:fs';
import { copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { optMlPaths, type OptMlPaths } from '../../../contract/opt-ml';
import type { FileContent, HostInput } from '../../simulator/host-input';
import { channelsCannotBeFed } from '../../simulator/sample-data';
import { asUnwritable } from '../../unwritable';

/**
 * Writes what a host finds below a folder that stands for `/opt/ml`. Files are copied, never linked: nothing that runs here may
 * reach the author's own.
 */
export async function writeHostFolder(base: string, { config, data, checkpoints }: HostInput, signal?: AbortSignal): Promise<OptMlPaths> {
  const paths = optMlPaths(base);
  for (const folder of [paths.inputConfig, paths.inputData, paths.model, paths.outputData, paths.checkpoints]) {
    await mkdir(folder, { recursive: true });
  }
  for (const [name, text] of Object.entries(config)) await writeFile(`${paths.inputConfig}/${name}`, text);
  for (const [name, content] of Object.entries(data)) {
    signal?.throwIfAborted();
    await writeData(`${paths.inputData}/${name}`, content);
  }
  // Those of a job that goes on in its own folder are there.
  if (checkpoints && resolve(checkpoints) !== resolve(paths.checkpoints)) await cp(checkpoints, paths.checkpoints, { recursive: true });
  return paths;
}

async function writeData(path: string, content: FileContent): Promise<void> {
  const isFolder = path.endsWith('/');
  await mkdir(isFolder ? path : dirname(path), { recursive: true });
  if (isFolder) return;
  if (typeof content === 'object' && 'copyOf' in content) await copySample(content.copyOf, path);
  else await writeFile(path, content);
}

/** The file was looked at before; it may have gone meanwhile. */
async function copySample(source: string, path: string): Promise<void> {
  try {
    await copyFile(source, path, constants.COPYFILE_FICLONE);
  } catch (error) {
    throw asUnwritable(error) ?? channelsCannotBeFed(dirname(dirname(source)), [(error as Error).message], error);
  }
}
