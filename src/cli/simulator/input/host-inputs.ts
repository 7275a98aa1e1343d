import { CONFIG, json, resourceConfig } from './config-files';
import { DECOY_CONFIG, DECOY_RESOURCES, decoyData } from './decoys';
import type { JobChannel } from './job-channel';
import { pipeFeed } from './pipe-stream';
import { shareOf, type HostPlace } from './share';
import type { HyperparametersFile } from '../../../contract/training-input';
import type { FileContent, HostInput } from '../host-input';

/** All that a training job is given, whatever the number of its hosts. */
export interface TrainingInput {
  readonly hyperparameters: HyperparametersFile;
  readonly channels: readonly JobChannel[];
  readonly instanceType: string;
  /** Undocumented files and keys, as they were seen on the service. @default false */
  readonly hasDecoys?: boolean;
  /** FIFOs appear so long after the start, or after the former one was opened; by default they are there ahead. Unit: ms. */
  readonly lateFifoMs?: number;
}

/** What each host of a job finds below `/opt/ml/input`; pure. */
export const hostInputs = (input: TrainingInput, hosts: readonly string[]): HostInput[] =>
  hosts.map((name, index) => hostInput(input, name, hosts, { index, count: hosts.length }));

function hostInput(input: TrainingInput, name: string, hosts: readonly string[], place: HostPlace): HostInput {
  const { channels, hyperparameters, instanceType, hasDecoys = false, lateFifoMs } = input;
  const piped = channels.filter(({ inputMode }) => inputMode === 'Pipe');
  const filed = channels.filter(({ inputMode }) => inputMode !== 'Pipe');
  const resources = { ...resourceConfig(name, hosts, instanceType), ...(hasDecoys && DECOY_RESOURCES) };
  return {
    name,
    config: {
      ...(hasDecoys && DECOY_CONFIG),
      [CONFIG.hyperparameters]: json(hyperparameters),
      [CONFIG.inputData]: json(Object.fromEntries(channels.map((channel) => [channel.name, channel.config]))),
      [CONFIG.resources]: json(resources),
    },
    data: {
      ...(hasDecoys && decoyData(channels.map((channel) => channel.name))),
      ...Object.assign({}, ...filed.map((channel) => filesOf(channel, place))) as Record<string, FileContent>,
    },
    pipes: piped.map((channel) => pipeFeed(channel, place, lateFifoMs)),
  };
}

/** Files keep their keys, and stay as they are stored: compressed ones too. The folder is there for a host without data, too. */
function filesOf(channel: JobChannel, place: HostPlace): Record<string, FileContent> {
  const objects = shareOf(channel, place, 0).flat().flatMap((piece) => ('file' in piece ? [piece] : []));
  return {
    [`${channel.name}/`]: '',
    ...Object.fromEntries(objects.map(({ key, file }) => [`${channel.name}/${key}`, { copyOf: file }])),
  };
}
