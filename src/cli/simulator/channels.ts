import { join } from 'node:path';
import type { ChannelSpec } from '../../contract/algorithm-spec';
import type { InputDataConfigEntry } from '../../contract/training-input';
import type { Project } from '../project';
import { channelsCannotBeFed, lookThrough } from './sample-data';

/** A channel of a local job: its sample data and what the job says about it. */
export interface LocalChannel {
  readonly name: string;
  /** Folder with the sample data. */
  readonly source: string;
  readonly config: InputDataConfigEntry;
}

/** The channels that have sample data; optional ones without are left out, as in a job that does not supply them. */
export async function localChannels(project: Project): Promise<LocalChannel[]> {
  const { algorithm, local } = project.plan;
  const problems: string[] = [];
  const channels: LocalChannel[] = [];
  for (const spec of algorithm.training.channels) {
    const source = join(project.dir, local.dataDir, spec.name);
    const { files, problems: strange } = await lookThrough(source, `${local.dataDir}/${spec.name}`);
    problems.push(...strange);
    if (files > 0) {
      if (spec.inputModes.every((mode) => mode === 'Pipe')) problems.push(`${spec.name} takes Pipe mode only`);
      channels.push({ name: spec.name, source, config: channelConfig(spec) });
    } else if (spec.required && strange.length === 0) {
      problems.push(`${spec.name} is required and ${local.dataDir}/${spec.name} holds no file`);
    }
  }
  if (problems.length === 0) return channels;
  throw channelsCannotBeFed(local.dataDir, problems);
}

/** Every documented key. */
const channelConfig = (spec: ChannelSpec): InputDataConfigEntry => ({
  ContentType: spec.contentTypes[0],
  // FastFile channels read "File" on the service.
  TrainingInputMode: 'File',
  S3DistributionType: 'FullyReplicated',
  RecordWrapperType: 'None',
});
