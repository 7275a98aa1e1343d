import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hostInputs, type TrainingInput } from './input/host-inputs';
import { channelsCannotBeFed } from './sample-data';
import type { OptMlPaths } from '../../contract/opt-ml';
import { asUnwritable } from '../unwritable';

/** Name of the only host of a local job, in the service's form. */
const HOST = 'algo-1';

/** Writes all that SageMaker lays below /opt/ml before a training container starts. */
export async function writeOptMlTree(paths: OptMlPaths, input: TrainingInput, signal?: AbortSignal): Promise<void> {
  for (const folder of [paths.inputConfig, paths.inputData, paths.model, paths.outputData, paths.checkpoints]) {
    await mkdir(folder, { recursive: true });
  }
  const [{ config, data }] = hostInputs(input, [HOST]);
  for (const [name, text] of Object.entries(config)) await writeFile(`${paths.inputConfig}/${name}`, text);
  for (const [name, content] of Object.entries(data)) {
    signal?.throwIfAborted();
    const path = `${paths.inputData}/${name}`;
    await mkdir(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (name.endsWith('/')) continue;
    if (typeof content === 'object' && 'copyOf' in content) await copySample(content.copyOf, path);
    else await writeFile(path, content);
  }
}

/** A copy, never a link: nothing that runs here may reach the author's own files. Links in it become files, as in S3. */
async function copySample(source: string, file: string): Promise<void> {
  try {
    await copyFile(source, file, constants.COPYFILE_FICLONE);
  } catch (error) {
    throw asUnwritable(error) ?? channelsCannotBeFed(dirname(dirname(source)), [(error as Error).message], error);
  }
}

/** Takes or gives back the right to write in a whole folder; a no-op where the folder does not exist. */
export async function setWritable(folder: string, writable: boolean): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return;
  if (writable) await chmod(folder, 0o755);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await setWritable(path, writable);
    else if (entry.isFile()) await chmod(path, writable ? 0o644 : 0o444);
  }
  if (!writable) await chmod(folder, 0o555);
}
