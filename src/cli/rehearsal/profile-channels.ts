import { join } from 'node:path';
import { basename } from 'node:path/posix';
import type { ValidationChannelPlan, ValidationTrainingPlan } from '../../contract/validation-plan';
import type { Project } from '../project';
import type { CompleteSettings } from '../simulator/input/channel-problems';
import type { JobChannel } from '../simulator/input/job-channel';
import { fedChannel } from '../simulator/input/local-channels';
import { channelsCannotBeFed, lookThrough } from '../simulator/sample-data';

/** Manifests, and objects that are stored compressed: `algorithm:data` cannot make them, so they are the sample data as it is. */
export const readFromSampleData = ({ s3DataType, compressionType }: ValidationChannelPlan): boolean =>
  s3DataType !== 'S3Prefix' || compressionType !== 'None';

/** What the profile says about a channel. Its manifest has the name that it has in S3, in the channel's sample data. */
function settingsOf(channel: ValidationChannelPlan, jobMode: ValidationTrainingPlan['inputMode'], source: string): CompleteSettings {
  const { inputMode = jobMode, distribution, contentType, recordWrapperType, compressionType, shuffleSeed, attributeNames } = channel;
  const { s3DataType, s3Uri } = channel;
  const manifest = join(source, basename(s3Uri));
  return {
    inputMode, distribution, contentType,
    recordWrapper: recordWrapperType,
    compression: compressionType,
    ...(shuffleSeed !== undefined && { shuffleSeed: String(shuffleSeed) }),
    ...(s3DataType === 'ManifestFile' && { manifest }),
    ...(s3DataType === 'AugmentedManifestFile' && { augmentedManifest: manifest, attributeNames }),
  };
}

/**
 * The channels of the profile's training job.
 * @param folderOf folder that a channel's data was laid out in; undefined for {@link readFromSampleData}
 * @throws CliError SMA_CLI_CHANNELS
 */
export async function profileChannels(
  project: Project, { channels, inputMode }: ValidationTrainingPlan, folderOf: (channel: string) => string | undefined,
): Promise<JobChannel[]> {
  const { dataDir } = project.plan.local;
  const fed: JobChannel[] = [];
  const problems: string[] = [];
  for (const channel of channels) {
    const laidOut = folderOf(channel.name);
    const source = laidOut ?? join(project.dir, dataDir, channel.name);
    const strange = laidOut === undefined ? await problemsOf(source, `${dataDir}/${channel.name}`) : [];
    const settings = settingsOf(channel, inputMode, source);
    const found = strange.length > 0 ? { problems: strange } : await fedChannel(project, channel.name, source, settings);
    if ('problems' in found) problems.push(...found.problems);
    else fed.push(found);
  }
  if (problems.length > 0) throw channelsCannotBeFed(dataDir, problems);
  return fed;
}

/** What keeps a folder of sample data from being used as it is. */
async function problemsOf(folder: string, shown: string): Promise<readonly string[]> {
  const { files, problems } = await lookThrough(folder, shown);
  return files === 0 && problems.length === 0 ? [`${shown} holds no file`] : problems;
}
