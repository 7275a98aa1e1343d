/** The input of a trial, as SageMaker lays it out, from what is known of the algorithm; pure. */
import type { SampledChannel, TrainingFacts } from './facts';
import { optMlPaths } from '../../../contract/opt-ml';
import type { HyperparametersFile, InputDataConfigEntry } from '../../../contract/training-input';
import type { FileContent, HostInput, PipeFeed } from '../../simulator/host-input';
import { CONFIG, json, resourceConfig } from '../../simulator/input/config-files';

/** Paths as the program in an image knows them. */
export const IN_CONTAINER = optMlPaths();

/** How one channel differs from its sample data in File mode. */
export interface ChannelChange {
  /** Keys over the usual ones; undefined leaves a key out. */
  readonly entry?: { readonly [Key in keyof InputDataConfigEntry]?: InputDataConfigEntry[Key] | undefined };
  /** Files instead of the sample data, by path in the channel. */
  readonly files?: Readonly<Record<string, FileContent>>;
  /** Pipe mode instead of files. */
  readonly pipe?: Omit<PipeFeed, 'channel'>;
}

/** How a job differs from an ordinary one. */
export interface InputChange {
  /** Instead of those of an ordinary job. */
  readonly hyperparameters?: Readonly<Record<string, string>>;
  /** By name; `absent` leaves the channel out of the job. */
  readonly channels?: Readonly<Record<string, ChannelChange | 'absent'>>;
  /** Files of `input/config` over the usual ones; undefined leaves one out. */
  readonly config?: Readonly<Record<string, string | undefined>>;
  /** Further files of `input/data`. */
  readonly data?: Readonly<Record<string, FileContent>>;
}

/** The channels that an ordinary job has. */
export const fedChannels = (facts: TrainingFacts): SampledChannel[] => facts.channels.filter(({ files }) => Object.keys(files).length > 0);

export const sampleFiles = ({ files }: SampledChannel): Record<string, FileContent> =>
  Object.fromEntries(Object.entries(files).map(([name, copyOf]) => [name, { copyOf }]));

/** Every documented key. FastFile channels read "File" on the service. */
const usualEntry = ({ spec }: SampledChannel, pipe: boolean): InputDataConfigEntry => ({
  ...(spec.contentTypes.length > 0 && { ContentType: spec.contentTypes[0] }),
  TrainingInputMode: pipe ? 'Pipe' : 'File',
  S3DistributionType: 'FullyReplicated',
  RecordWrapperType: 'None',
});

/** What one host of a job finds. */
export function hostInput(facts: TrainingFacts, host: string, hosts: readonly string[], change: InputChange = {}): HostInput {
  const hyperparameters: HyperparametersFile = change.hyperparameters ?? facts.given;
  const channels: Record<string, InputDataConfigEntry> = {};
  const data: Record<string, FileContent> = {};
  const pipes: PipeFeed[] = [];
  for (const channel of fedChannels(facts)) {
    const { name } = channel.spec;
    const { [name]: changed = {} } = change.channels ?? {};
    if (changed === 'absent') continue;
    channels[name] = { ...usualEntry(channel, changed.pipe !== undefined), ...changed.entry } as InputDataConfigEntry;
    if (changed.pipe) {
      pipes.push({ channel: name, ...changed.pipe });
      continue;
    }
    data[`${name}/`] = '';
    for (const [path, content] of Object.entries(changed.files ?? sampleFiles(channel))) data[`${name}/${path}`] = content;
  }
  const files: Record<string, string | undefined> = {
    [CONFIG.hyperparameters]: json(hyperparameters),
    [CONFIG.inputData]: json(channels),
    [CONFIG.resources]: json(resourceConfig(host, hosts, facts.instanceType)),
    ...change.config,
  };
  const given = Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { name: host, config: Object.fromEntries(given), data: { ...data, ...change.data }, pipes };
}
