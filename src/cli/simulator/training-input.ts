import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LocalChannel } from './channels';
import type { FileContent, HostInput } from './host-input';
import { resourceConfig } from './resource-config';
import { channelsCannotBeFed } from './sample-data';
import { optMlPaths } from '../../contract/opt-ml';
import type { HyperparametersFile, InputDataConfigFile } from '../../contract/training-input';

/** What a local training job is given. */
export interface TrainingInput {
  readonly hyperparameters: HyperparametersFile;
  readonly channels: readonly LocalChannel[];
  readonly instanceType: string;
}

const names = optMlPaths();
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** All that SageMaker lays below /opt/ml of each host before training containers start. */
export async function hostInputs(input: TrainingInput, hosts: readonly string[]): Promise<HostInput[]> {
  const inputDataConfig: InputDataConfigFile = Object.fromEntries(input.channels.map((channel) => [channel.name, channel.config]));
  const data: Record<string, FileContent> = {};
  for (const { name, source } of input.channels) {
    data[`${name}/`] = '';
    for (const file of await filesBelow(source)) data[`${name}/${file}`] = { copyOf: join(source, file) };
  }
  return hosts.map((name) => ({
    name,
    config: {
      [basename(names.hyperparameters)]: json(input.hyperparameters),
      [basename(names.inputDataConfig)]: json(inputDataConfig),
      // The service's own spelling, all lower case.
      [basename(names.resourceConfig[0])]: json(resourceConfig(name, hosts, input.instanceType)),
    },
    data,
    pipes: [],
  }));
}

/** Files of a channel's sample data, by path relative to it; links are followed, as if they were what they lead to. */
async function filesBelow(source: string, below = ''): Promise<string[]> {
  try {
    const found = await Promise.all((await readdir(join(source, below))).sort().map(async (name) => {
      const path = `${below}${name}`;
      return (await stat(join(source, path))).isDirectory() ? filesBelow(source, `${path}/`) : [path];
    }));
    return found.flat();
  } catch (error) {
    // It was looked through before; something has changed meanwhile.
    throw channelsCannotBeFed(dirname(source), [(error as Error).message], error);
  }
}
