import { type Lax, type Placed, type RequestRule, type RequestSubject, placed, rulesOf, trainingJobs, when } from './request-rule';
import type { ChannelSpecification, TrainingJobChannel } from '../../contract/create-algorithm';
import { mediaType } from '../../contract/media-types';
import { nearMiss } from '../../contract/near-miss';
import { type Finding, duplicates, shown } from '../rule';

const PROFILES = 'ValidationSpecification.ValidationProfiles';

const declared = ({ parts }: RequestSubject) => (parts.TrainingSpecification?.TrainingChannels ?? []).flatMap((channel) => channel ?? []);

/** A channel of a validation job beside what the algorithm says of it. */
interface JobChannel extends Placed<TrainingJobChannel> {
  /** The channel's own input mode, otherwise the job's. */
  readonly mode?: string;
  readonly spec?: Lax<ChannelSpecification>;
}

function jobChannels(subject: RequestSubject): JobChannel[] {
  const specs = declared(subject);
  return trainingJobs(subject).flatMap(({ value: job, path: jobPath }) =>
    placed(job.InputDataConfig, `${jobPath}.InputDataConfig`).map(({ value, path }) =>
      ({ value, path, mode: value.InputMode ?? job.TrainingInputMode, spec: specs.find(({ Name }) => Name === value.ChannelName) })));
}

/** A rule that looks at each channel of a job. */
const rule = (code: string, check: (channel: JobChannel) => Finding[], warning?: true) =>
  ({ code, ...(warning && { warning }), check: (subject: RequestSubject) => jobChannels(subject).flatMap(check) });

/** Whether a value is none of a list that says something. */
const isUnsupported = (value: string | undefined, supported: ReadonlyArray<string | undefined> | undefined): value is string =>
  value !== undefined && supported !== undefined && supported.length > 0 && !supported.includes(value);

const listed = (texts: ReadonlyArray<string | undefined>): string => texts.map(shown).join(', ');

function unsupported(path: string, value: string, supported: ReadonlyArray<string | undefined>, member: string): Finding {
  return {
    path,
    what: `is ${shown(value)}, which the channel does not take`,
    why: `the channel takes ${listed(supported)} (CreateAlgorithm, ${member})`,
    fix: `use ${shown(nearMiss(value, supported.flatMap((text) => text ?? [])) ?? supported[0])}, or add ${shown(value)} to the channel`,
  };
}

const missingChannels = (subject: RequestSubject): Finding[] => trainingJobs(subject).flatMap(({ value: { InputDataConfig }, path }) =>
  (InputDataConfig === undefined ? [] : declared(subject)).filter(({ Name, IsRequired }) =>
    IsRequired === true && Name && !InputDataConfig!.some((channel) => channel?.ChannelName === Name)).map(({ Name }) => ({
    path: `${path}.InputDataConfig`,
    what: `has no channel ${shown(Name)}`,
    why: 'the channel is required, so that every job has it (CreateAlgorithm, IsRequired)',
    fix: `add the channel ${shown(Name)}`,
  })));

/** The S3 source of a channel of any kind. */
const s3 = (channel: JobChannel) => channel.value.DataSource?.S3DataSource;

function fastFile(channel: JobChannel): Finding[] {
  const source = s3(channel);
  if (channel.mode !== 'FastFile' || source === undefined) return [];
  const path = `${channel.path}.DataSource.S3DataSource`;
  const why = 'FastFile mode mounts a folder: an S3 prefix that ends with a slash (Developer Guide, access to training data)';
  return [
    ...when(source.S3DataType !== undefined && source.S3DataType !== 'S3Prefix', () =>
      ({ path: `${path}.S3DataType`, what: `is ${shown(source.S3DataType)} in FastFile mode`, why, fix: 'use "S3Prefix", or another input mode' })),
    ...when(source.S3DataType === 'S3Prefix' && source.S3Uri !== undefined && !source.S3Uri.endsWith('/'), () =>
      ({ path: `${path}.S3Uri`, what: `is ${shown(source.S3Uri)} in FastFile mode`, why, fix: `use ${shown(`${source.S3Uri}/`)}` })),
  ];
}

function augmentedManifest(channel: JobChannel): Finding[] {
  const source = s3(channel);
  if (source?.S3DataType === undefined) return [];
  const path = `${channel.path}.DataSource.S3DataSource`;
  const isAugmented = source.S3DataType === 'AugmentedManifestFile';
  return [
    ...when(isAugmented && channel.mode !== undefined && channel.mode !== 'Pipe', () => ({
      path: `${path}.S3DataType`,
      what: `is "AugmentedManifestFile" in ${channel.mode} mode`,
      why: 'augmented manifests are for Pipe mode only (CreateAlgorithm, S3DataType)',
      fix: 'use the input mode "Pipe"',
    })),
    ...when(isAugmented && !source.AttributeNames?.length, () => ({
      path: `${path}.AttributeNames`,
      what: source.AttributeNames === undefined ? 'is missing' : 'is empty',
      why: 'an augmented manifest is read by the names of its attributes, in their order (CreateAlgorithm, AttributeNames)',
      fix: 'list them, for example ["source-ref", "label"]',
    })),
    ...when(!isAugmented && source.AttributeNames !== undefined, () => ({
      path: `${path}.AttributeNames`,
      what: `stands beside the type ${shown(source.S3DataType)}`,
      why: 'only augmented manifests have attributes (CreateAlgorithm, AttributeNames)',
      fix: 'remove it, or use "AugmentedManifestFile"',
    })),
  ];
}

/** The validation's training job against the channels of the algorithm. */
export const PROFILE_CHANNEL_RULES: readonly RequestRule[] = rulesOf(97, [
  {
    code: 'SMA_REQ_PROFILE_COUNT',
    check: ({ parts }) => {
      const count = parts.ValidationSpecification?.ValidationProfiles?.length;
      return when(count !== undefined && count !== 1, () => ({
        path: PROFILES,
        what: `has ${count} profiles`,
        why: 'there is exactly one (CreateAlgorithm, AlgorithmValidationProfiles)',
        fix: count === 0 ? 'add one, or remove ValidationSpecification' : 'keep one of them',
      }));
    },
  },
  rule('SMA_REQ_PROFILE_CHANNEL_UNKNOWN', ({ value: { ChannelName: name }, path, spec }) => when(!!name && spec === undefined, () => ({
    path: `${path}.ChannelName`,
    what: `is ${shown(name)}, which is no channel of the algorithm`,
    why: 'a job has the channels that the algorithm declares (CreateAlgorithm, TrainingChannels)',
    fix: 'use one of TrainingChannels, or remove it',
  }))),
  { code: 'SMA_REQ_PROFILE_CHANNEL_MISSING', check: missingChannels },
  {
    code: 'SMA_REQ_PROFILE_CHANNEL_DUPLICATE',
    check: (subject) => trainingJobs(subject).flatMap(({ value: { InputDataConfig = [] }, path }) =>
      duplicates(InputDataConfig.map((channel) => channel?.ChannelName), (name, index, first) => ({
        path: `${path}.InputDataConfig[${index}].ChannelName`,
        what: `is ${shown(name)}, which is channel ${first + 1} of the job already`,
        why: 'the name of a channel is its folder and its key',
        fix: 'remove one of the two',
      }))),
  },
  rule('SMA_REQ_PROFILE_CONTENT_TYPE', ({ value: { ContentType }, path, spec }) => {
    const supported = spec?.SupportedContentTypes?.map((type) => type && mediaType(type));
    return ContentType !== undefined && isUnsupported(mediaType(ContentType), supported)
      ? [unsupported(`${path}.ContentType`, ContentType, supported!, 'SupportedContentTypes')] : [];
  }),
  rule('SMA_REQ_PROFILE_INPUT_MODE', ({ value, path, mode, spec }) => isUnsupported(mode, spec?.SupportedInputModes)
    ? [unsupported(value.InputMode === undefined ? path.replace(/InputDataConfig\[\d+\]$/, 'TrainingInputMode') : `${path}.InputMode`,
      mode, spec!.SupportedInputModes!, 'SupportedInputModes')] : []),
  rule('SMA_REQ_PROFILE_COMPRESSION', ({ value: { CompressionType }, path, spec }) => {
    const supported = spec?.SupportedCompressionTypes ?? ['None'];
    return spec && isUnsupported(CompressionType, supported)
      ? [unsupported(`${path}.CompressionType`, CompressionType, supported, 'SupportedCompressionTypes')] : [];
  }),
  rule('SMA_REQ_DATA_SOURCE', ({ value: { DataSource }, path }) => when(DataSource !== undefined && Object.keys(DataSource).length !== 1, () => ({
    path: `${path}.DataSource`,
    what: `has ${Object.keys(DataSource!).join(' and ') || 'no source'}`,
    why: 'a channel has one source (CreateAlgorithm, DataSource)',
    fix: Object.keys(DataSource!).length === 0 ? 'add an S3DataSource' : 'keep one of them',
  }))),
  rule('SMA_REQ_FAST_FILE', fastFile),
  rule('SMA_REQ_AUGMENTED_MANIFEST', augmentedManifest),
  rule('SMA_REQ_RECORD_IO', ({ value: { RecordWrapperType }, path, mode }) =>
    when(RecordWrapperType === 'RecordIO' && mode !== undefined && mode !== 'Pipe', () => ({
      path: `${path}.RecordWrapperType`,
      what: `is "RecordIO" in ${mode} mode`,
      why: 'records are framed in Pipe mode only (CreateAlgorithm, RecordWrapperType)',
      fix: 'use "None", or the input mode "Pipe"',
    }))),
  rule('SMA_REQ_PROFILE_GZIP', ({ value: { CompressionType }, path, mode }) =>
    when(CompressionType === 'Gzip' && mode !== undefined && mode !== 'Pipe', () => ({
      path: `${path}.CompressionType`,
      what: `is "Gzip" in ${mode} mode`,
      why: 'the service inflates objects in Pipe mode only; in the other modes they arrive as they are stored (CreateAlgorithm, CompressionType)',
      fix: 'use "None", or the input mode "Pipe"',
    })), true),
]);
