import { constants } from 'node:fs';
import { chmod, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LocalChannel } from './channels';
import { channelsCannotBeFed } from './sample-data';
import { channelFolder, type OptMlPaths } from '../../contract/opt-ml';
import { HOMOGENEOUS_GROUP, type HyperparametersFile, type InputDataConfigFile, type ResourceConfigFile } from '../../contract/training-input';
import { asUnwritable } from '../unwritable';

/** Name of the only host of a local job, in the service's form. */
const HOST = 'algo-1';

export interface TrainingInput {
  readonly hyperparameters: HyperparametersFile;
  readonly channels: readonly LocalChannel[];
  readonly instanceType: string;
}

/** Writes all that SageMaker lays below /opt/ml before a training container starts. */
export async function writeOptMlTree(paths: OptMlPaths, input: TrainingInput, signal?: AbortSignal): Promise<void> {
  for (const folder of [paths.inputConfig, paths.inputData, paths.model, paths.outputData, paths.checkpoints]) {
    await mkdir(folder, { recursive: true });
  }
  const inputDataConfig: InputDataConfigFile = Object.fromEntries(input.channels.map((channel) => [channel.name, channel.config]));
  await writeJson(paths.hyperparameters, input.hyperparameters);
  await writeJson(paths.inputDataConfig, inputDataConfig);
  // The service's own spelling, all lower case.
  await writeJson(paths.resourceConfig[0], resourceConfig(input.instanceType));
  for (const channel of input.channels) {
    await copySample(channel, channelFolder(paths.inputData, channel.name), signal);
  }
}

/** A copy, never a link: nothing that runs here may reach the author's own files. Links in it become files, as in S3. */
async function copySample({ source }: LocalChannel, folder: string, signal?: AbortSignal): Promise<void> {
  const filter = () => {
    signal?.throwIfAborted();
    return true;
  };
  try {
    await cp(source, folder, { recursive: true, dereference: true, mode: constants.COPYFILE_FICLONE, filter });
  } catch (error) {
    signal?.throwIfAborted();
    throw asUnwritable(error) ?? channelsCannotBeFed(dirname(source), [(error as Error).message], error);
  }
}

const writeJson = (file: string, value: unknown): Promise<void> => writeFile(file, `${JSON.stringify(value, null, 2)}\n`);

const resourceConfig = (instanceType: string): ResourceConfigFile => ({
  current_host: HOST,
  hosts: [HOST],
  network_interface_name: 'eth0',
  current_instance_type: instanceType,
  current_group_name: HOMOGENEOUS_GROUP,
  instance_groups: [{ instance_group_name: HOMOGENEOUS_GROUP, instance_type: instanceType, hosts: [HOST] }],
});

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
